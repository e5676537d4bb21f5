// Refusals of the module `compute`: numbers 850 to 949.
import { defineRefusals, refusal } from "#src/core/refusal.ts";

type SiteNamed = { site: string };
type HourNamed = SiteNamed & { hourMs: number };
type CertificateNamed = { certificateId: number };

export const refusals = defineRefusals("compute", {
  unknownReference: refusal<{ reference: string }>(850, "unknown", "No reference system of this name is registered."),
  unknownHardware: refusal<{ hardware: string }>(851, "unknown", "No class of hardware of this name is registered."),
  unknownSite: refusal<SiteNamed>(852, "unknown", "No site of this name is registered."),
  unknownConsumer: refusal<{ consumer: string }>(853, "unknown", "The consumer has registered no key."),
  unknownDelivery: refusal<{ delivery: number }>(854, "unknown", "There is no delivery of this number."),
  unknownCommitment: refusal<{ commitment: number }>(855, "unknown", "There is no commitment of this number."),
  unknownCertificate: refusal<CertificateNamed>(856, "unknown", "There is no certificate of capacity of this number."),
  unknownDay: refusal<SiteNamed & { dayMs: number }>(857, "unknown", "Nothing was delivered by the site on this day."),
  unknownMonth: refusal<SiteNamed & { month: string }>(858, "unknown", "Nothing of the site's month is committed."),

  nameTaken: refusal<{ name: string }>(860, "conflict", "Something of this name and kind is registered already."),
  noResult: refusal<{ name: string }>(861, "invalid", "It was measured by no benchmark of its reference."),
  loadUnfit: refusal<{ load: string }>(862, "invalid", "A site is all of one load, and no other site is."),
  hardwareRepeated: refusal<{ hardware: string }>(863, "invalid", "A class of hardware is named twice."),
  abilityNone: refusal<SiteNamed>(
    864,
    "invalid",
    "All hardware of a site has the same reference, and can do some class of work.",
  ),
  keyUnsound: refusal(865, "invalid", "It is no sound Ed25519 key: it would prove nothing."),
  keyTaken: refusal(866, "conflict", "The key signs for somebody already."),
  notProvider: refusal<SiteNamed>(867, "unauthorised", "Only the provider of the site may do this."),
  bondKnown: refusal<SiteNamed & { bond: number }>(868, "conflict", "The site has a bond, to which its owner may add."),

  recordMisaligned: refusal<{ startMs: number }>(870, "invalid", "The record does not begin with an hour, in UTC."),
  consumerIsProvider: refusal<SiteNamed>(871, "invalid", "Nobody delivers to himself."),
  nothingDelivered: refusal(872, "invalid", "The record delivers nothing."),
  jobKnown: refusal<{ delivery: number }>(
    873,
    "conflict",
    "The consumer's job was delivered already, and counts once.",
  ),
  workloadUnable: refusal<SiteNamed & { workload: string }>(874, "invalid", "The site cannot do this class of work."),
  counterContradicts: refusal(
    875,
    "invalid",
    "The counter's difference is not the sum of its hours, or a reading lies beyond its modulus.",
  ),
  hourNotMatched: refusal<HourNamed>(
    876,
    "conflict",
    "The hour's energy is not matched yet: it has not closed, or its turn is to come.",
  ),
  capacityExceeded: refusal<HourNamed>(877, "conflict", "More would be delivered in the hour than the site can do."),
  energyExceeded: refusal<HourNamed & { demandWh: bigint }>(
    878,
    "conflict",
    "The site did not use the energy that its deliveries of the hour must have taken.",
  ),
  providerSignatureForged: refusal(879, "unauthorised", "The record is not signed by the provider's key."),
  consumerSignatureForged: refusal(880, "unauthorised", "The record is not signed by the consumer's key."),
  bondTooSmall: refusal<{ collateralNano: bigint; leastNano: bigint }>(
    881,
    "conflict",
    "The bond is missing, or worth less than it must be at low prices after haircuts.",
  ),

  monthBegun: refusal<{ month: string }>(890, "conflict", "The month has begun, or is over."),
  monthOver: refusal<{ month: string }>(891, "conflict", "The month is over."),
  capacityCommitted: refusal<SiteNamed & { month: string; committedShare: bigint }>(
    892,
    "conflict",
    "More of the site's month would be committed than there is.",
  ),
  notHolder: refusal<CertificateNamed>(893, "unauthorised", "Only the holder of the certificate may do this."),
  certificateBacking: refusal<CertificateNamed>(894, "conflict", "The certificate backs money now."),
  certificateSettled: refusal<CertificateNamed>(895, "conflict", "The certificate's month is settled."),
  certificateCalled: refusal<CertificateNamed>(896, "conflict", "Delivery was asked for already."),
  certificateUnfit: refusal<CertificateNamed>(
    897,
    "invalid",
    "The delivery is not by the certificate's site, of its class of work, in its month, to its holder.",
  ),
  certificateExhausted: refusal<CertificateNamed & { leftMicroScu: bigint }>(
    898,
    "conflict",
    "Less is left of the certificate than is delivered.",
  ),
  belowGrade: refusal<CertificateNamed & { grade: string }>(
    899,
    "conflict",
    "The delivery is not of the grade that was promised.",
  ),
  amountTooLarge: refusal<CertificateNamed & { microScuHours: bigint }>(
    900,
    "invalid",
    "The certificate is of less than this.",
  ),
  tooManyPieces: refusal<{ most: number }>(901, "limit", "The commitment is in as many pieces as it may be."),
  holderIsPayee: refusal<CertificateNamed>(902, "invalid", "The certificate belongs to this account already."),
  bondIndivisible: refusal<CertificateNamed & { bond: number }>(
    903,
    "conflict",
    "The commitment is bonded in metal, whose bars cannot be shared out among pieces.",
  ),

  notChallenged: refusal<{ delivery: number }>(910, "conflict", "No challenge of this delivery is open."),
  verifierInvolved: refusal<{ delivery: number }>(
    911,
    "unauthorised",
    "Neither provider nor consumer verifies a delivery.",
  ),
  bondUnpriced: refusal<SiteNamed & { bond: number }>(
    912,
    "conflict",
    "Something in the site's bond has no fresh price, so that nothing could be paid for another result yet.",
  ),
  verifierRepeated: refusal<{ delivery: number }>(
    913,
    "conflict",
    "The verifier has told of another result already; somebody else must run the job again.",
  ),
});
