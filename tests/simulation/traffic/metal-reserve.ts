// Traffic of the module `metal-reserve`: bars come in, are counted, change hands, are cut, go missing and go out.
import { isFrozen } from "../model/accounts/book.ts";
import { hasRole } from "../model/authority/book.ts";
import { attestedReach, type Certificate, countVault, metalOf, type Vault } from "../model/metal-reserve/book.ts";
import type { Draft, Traffic, World } from "../world.ts";

interface Named {
  readonly certificateId: number;
  readonly certificate: Certificate;
}

function certificatesWhere(world: World, isFit: (certificate: Certificate) => boolean): Named[] {
  return metalOf(world.model)
    .certificates.entries()
    .filter(([, certificate]) => isFit(certificate))
    .map(([certificateId, certificate]) => ({ certificateId, certificate }));
}

/** A free certificate of somebody who can act, one of a certain metal where it matters. */
function owned(world: World, metal?: string): Named | undefined {
  const isAny = world.random.percent(10);
  const isFit = (certificate: Certificate) =>
    (isAny || certificate.state === "active") && (metal === undefined || certificate.metal === metal);
  const found = world.random.pickMaybe(certificatesWhere(world, isFit));
  return found === undefined || isFrozen(world.model, found.certificate.owner) ? undefined : found;
}

function someVault(world: World): (Vault & { readonly vault: string }) | undefined {
  const found = world.random.pickMaybe(metalOf(world.model).vaults.entries());
  return found === undefined ? undefined : { vault: found[0], ...found[1] };
}

/** Weights of one bar or lot, now and then outside what the metal allows. */
function barOf(world: World, metal: string) {
  const { random } = world;
  const { grossWeightMgMin, grossWeightMgMax, finenessPpmMin } = metalOf(world.model).metals.at(metal);
  const grossWeightMg =
    random.bigBetween(grossWeightMgMin, grossWeightMgMax) - (random.percent(2) ? grossWeightMgMin : 0n);
  const assayPpm = random.percent(2) ? finenessPpmMin - 1 : random.between(finenessPpmMin, 1_000_000);
  const most = (grossWeightMg * BigInt(assayPpm)) / 1_000_000n;
  const marks = {
    refiner: random.pick(["KGHM", "CODELCO", "NORILSK", "JIANGXI"]),
    serial: `S${random.below(1_000_000)}`,
    year: random.percent(3) ? 2_999 : random.between(1_990, 2_025),
  };
  const known = random.percent(3) ? random.pickMaybe(metalOf(world.model).certificates.values()) : undefined;
  const { refiner, serial, year } = known ?? marks;
  return {
    refiner,
    serial,
    year,
    assayPpm,
    grossWeightMg: grossWeightMg < 1n ? 1n : grossWeightMg,
    fineWeightMg: random.percent(3) ? most + 1n : most < 1n ? 1n : most - random.bigBelow(most / 1_000n + 1n),
  };
}

function deposit(world: World): Draft | undefined {
  const { random } = world;
  const vault = someVault(world);
  if (vault === undefined) return undefined;
  const metal = random.pick(["AG", "AG", "AG", "CU", "CU", "NI"]);
  const most = { AG: 8, CU: 2, NI: 40 }[metal] ?? 1;
  const count = random.between(1, most);
  const bars = Array.from({ length: count }, () => barOf(world, metal));
  const depositor = random.percent(70) ? world.cast.account(random.pick(["alice", "bob", "carol"])) : world.anybody();
  return { actor: vault.operator, content: { vault: vault.vault, depositor, metal, bars } };
}

/** What an auditor who finds everything in place says; the vault that lacks it first. */
function attest(world: World): Draft | undefined {
  const { random, model } = world;
  const { vaults, lists } = metalOf(model);
  const lacking = vaults
    .keys()
    .filter((vault) => (attestedReach(model, vault)?.deposits ?? -1) < lists.at(vault).deposits);
  const vault = random.pickMaybe(lacking.length > 0 && random.percent(80) ? lacking : vaults.keys());
  if (vault === undefined) return undefined;
  const actor = random.pick(vaults.at(vault).auditors);
  const { listHash } = lists.at(vault);
  return { actor, content: { vault, listHash, documentHash: random.bytes(32), counts: countVault(model, vault) } };
}

/** Keepers and auditors in office. */
function keeping(world: World): Pick<Vault, "operator" | "auditors"> | undefined {
  const operator = world.officer("custodian");
  const auditors = [world.officer("auditor"), world.officer("auditor")].filter((auditor) => auditor !== undefined);
  return operator === undefined || auditors.length === 0 ? undefined : { operator, auditors: [...new Set(auditors)] };
}

function register(world: World): Draft | undefined {
  const { random } = world;
  const actor = world.officer("governor");
  const kept = keeping(world);
  if (actor === undefined || kept === undefined) return undefined;
  if (metalOf(world.model).vaults.size > 4 && random.percent(80)) return undefined;
  const place = { country: random.pick(["CH", "CN", "KZ"]), zone: "zone-1" };
  const loadOutWeightMgPerDay = random.bigBetween(10_000_000n, 200_000_000_000n);
  const vault = `vault-${random.below(30)}`;
  return { actor, content: { vault, ...kept, ...place, loadOutWeightMgPerDay } };
}

/** Puts right what is wrong with a vault's keeping, or changes something else about it. */
function change(world: World): Draft | undefined {
  const { random, model } = world;
  const actor = world.officer("governor");
  const found = someVault(world);
  if (actor === undefined || found === undefined) return undefined;
  const { vault, operator, auditors, acceptsDeposits } = found;
  const isSound =
    hasRole(model, operator, "custodian") && auditors.every((auditor) => hasRole(model, auditor, "auditor"));
  if (!isSound || random.percent(15)) return { actor, content: { vault, ...keeping(world) } };
  if (!acceptsDeposits || random.percent(20)) return { actor, content: { vault, acceptsDeposits: !acceptsDeposits } };
  const attestationAgeMaxMs = random.spread(3_600_000, 200 * 86_400_000);
  const loadOutWeightMgPerDay = random.bigBetween(10_000_000n, 200_000_000_000n);
  return { actor, content: { vault, ...(random.percent(50) ? { attestationAgeMaxMs } : { loadOutWeightMgPerDay }) } };
}

/** Certificates of one vault in a certain state, with an auditor of it. */
function audited(world: World, isFit: (certificate: Certificate) => boolean, most: number) {
  const vault = someVault(world);
  if (vault === undefined) return undefined;
  const fit = certificatesWhere(world, (certificate) => certificate.vault === vault.vault && isFit(certificate));
  if (fit.length === 0) return undefined;
  const certificateIds = world.random.some(fit, most).map(({ certificateId }) => certificateId);
  const content = { vault: vault.vault, certificateIds, documentHash: world.random.bytes(32) };
  return { actor: world.random.pick(vault.auditors), content };
}

/** Pieces of copper that are worth a few bars of silver, so that both together make a balanced mint. */
function split(world: World): Draft | undefined {
  const { random } = world;
  const found = owned(world, random.percent(90) ? "CU" : undefined);
  if (found === undefined) return undefined;
  const { certificateId, certificate } = found;
  const barNano = 31_000n * world.marketNano("AG");
  const pieceMg = (barNano * 1_000_000n) / world.marketNano("CU");
  const piecesFineWeightMg = Array.from({ length: random.between(1, 5) }, () =>
    random.percent(5) ? random.bigBetween(1n, certificate.fineWeightMg) : pieceMg * random.bigBetween(1n, 4n),
  );
  return { actor: certificate.owner, content: { certificateId, piecesFineWeightMg } };
}

function confirm(world: World): Draft | undefined {
  const { random, model } = world;
  const found = random.pickMaybe(metalOf(model).queues.entries());
  if (found === undefined) return undefined;
  const [vault, queue] = found;
  const certificateIds = queue.slice(0, random.between(1, 4)).map(({ certificateId }) => certificateId);
  const actor = metalOf(model).vaults.at(vault).operator;
  return { actor, content: { vault, certificateIds, documentHash: random.bytes(32) } };
}

function cancelDelivery(world: World): Draft | undefined {
  const { model } = world;
  const found = world.random.pickMaybe(certificatesWhere(world, ({ state }) => state === "delivery-requested"));
  if (found === undefined) return undefined;
  const { certificateId, certificate } = found;
  const { operator } = metalOf(model).vaults.at(certificate.vault);
  return { actor: isFrozen(model, certificate.owner) ? operator : certificate.owner, content: { certificateId } };
}

export const traffic: Traffic = {
  registerVault: { weight: 2, draft: register },
  changeVault: { weight: 4, draft: change },
  depositBars: { weight: 14, draft: deposit },
  attestVault: { weight: 13, draft: attest },
  withdrawAttestation: {
    weight: 4,
    draft(world) {
      const vault = someVault(world);
      if (vault === undefined) return undefined;
      return { actor: world.random.pick(vault.auditors), content: { vault: vault.vault, reason: world.text() } };
    },
  },
  transferCertificate: {
    weight: 4,
    draft(world) {
      const found = owned(world);
      if (found === undefined) return undefined;
      const { certificateId, certificate } = found;
      return { actor: certificate.owner, content: { certificateId, to: world.anybody() } };
    },
  },
  splitCertificate: { weight: 7, draft: split },
  requestDelivery: {
    weight: 4,
    draft(world) {
      const found = owned(world);
      if (found === undefined) return undefined;
      const { certificateId, certificate } = found;
      return { actor: certificate.owner, content: { certificateId, instructionHash: world.random.bytes(32) } };
    },
  },
  cancelDelivery: { weight: 3, draft: cancelDelivery },
  confirmDelivery: { weight: 5, draft: confirm },
  withdrawCertificates: {
    weight: 3,
    draft(world) {
      const isHeld = ({ state }: Certificate) => state !== "delivered" && state !== "withdrawn";
      const found = audited(world, (certificate) => isHeld(certificate) || world.random.percent(5), 3);
      return found && { ...found, content: { ...found.content, reason: world.text() } };
    },
  },
  reinstateCertificates: {
    weight: 4,
    draft: (world) => audited(world, ({ state }) => state === "withdrawn" || world.random.percent(1), 4),
  },
};
