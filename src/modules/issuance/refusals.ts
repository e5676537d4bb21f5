// Refusals of the module `issuance`: numbers 500 to 599.
import { defineRefusals, refusal } from "#src/core/refusal.ts";

export const refusals = defineRefusals("issuance", {
  zoneNotGreen: refusal<{ zone: string; totalCoverageBp: bigint | undefined }>(
    500,
    "conflict",
    "Nothing is minted while coverage is not green.",
  ),
  coverageTooLow: refusal<{ totalCoverageBp: bigint; leastBp: bigint }>(
    501,
    "conflict",
    "Total coverage would not be green afterwards.",
  ),
  hardCoverageTooLow: refusal<{ hardCoverageBp: bigint; leastBp: bigint }>(
    502,
    "conflict",
    "Hard coverage would fall below its floor.",
  ),
  outOfComposition: refusal<{ metal: string; shareBp: bigint; targetBp: bigint; bandBp: bigint }>(
    503,
    "conflict",
    "A metal's share of the metals held would leave its band without moving towards the basket's.",
  ),
  concentrationTooHigh: refusal<{ place: string; shareBp: bigint; mostBp: bigint }>(
    504,
    "limit",
    "Too much of the metals held would lie in one vault or country.",
  ),
  sourcesTooFew: refusal<{ over: string; hhi: bigint; most: bigint }>(
    512,
    "limit",
    "The metals held would come to lie with too few vaults, countries or custodians.",
  ),
  supplyCapReached: refusal<{ roomMicroKdg: bigint }>(505, "limit", "The supply may not grow so far."),
  throttled: refusal<{ bucket: string; availableMicroKdg: bigint }>(
    506,
    "limit",
    "That is more than may be done at this pace; the bucket refills with time.",
  ),
  metalNotInBasket: refusal<{ metal: string }>(
    507,
    "conflict",
    "The basket has no such metal, so nothing is minted on it.",
  ),
  metalPriceSlow: refusal<{ metal: string }>(
    508,
    "conflict",
    "A metal with a slow price is neither taken nor paid out.",
  ),
  mintTooSmall: refusal(509, "invalid", "The metal is worth less than one unit of money."),
  belowMinimum: refusal<{ receivedMicroKdg: bigint; minimumMicroKdg: bigint }>(
    510,
    "conflict",
    "The mint would give less than the sender asked for.",
  ),

  roomShort: refusal<{ roomMicroKdg: bigint; supplyMicroKdg: bigint }>(
    511,
    "limit",
    "Proved green energy leaves no room for so much more money: minting stops, and nothing else does.",
  ),

  unknownRight: refusal<{ right: number }>(560, "unknown", "There is no delivery right of this number."),
  rightGone: refusal<{ right: number; state: string }>(561, "conflict", "The right has left the reserve."),
  tooManyRights: refusal<{ most: number }>(562, "limit", "The reserve holds as many rights as it may."),
  monthTooNear: refusal<{ month: string }>(563, "conflict", "The month has begun, or begins too soon."),
  promiseUnclear: refusal(
    564,
    "invalid",
    "A right is on energy of one device or on distinct certificates of its month.",
  ),
  componentNotInBasket: refusal<{ component: string }>(565, "conflict", "The basket has no such component."),
  notDeviceHolder: refusal<{ device: string }>(566, "unauthorised", "Only the holder of a device promises its energy."),
  deviceUnfit: refusal<{ device: string }>(567, "invalid", "The device generates nothing, or nothing clean."),
  promisedTooMuch: refusal<{ device: string; month: string; leftWh: bigint }>(
    568,
    "limit",
    "The device's nameplate could hardly make so much in the month, or it is promised already.",
  ),
  rightsTooLarge: refusal<{ kind: string; shareBp: bigint; mostBp: bigint }>(
    569,
    "limit",
    "Rights of this kind, or all rights, would be too large a part of what covers the supply.",
  ),
  bondTooSmall: refusal<{ collateralNano: bigint; leastNano: bigint }>(
    570,
    "conflict",
    "The bond is worth less than the money minted on the right.",
  ),
  rightTooSmall: refusal<{ mintedMicroKdg: bigint; leastMicroKdg: bigint }>(
    576,
    "limit",
    "A right mints at least so much: the reserve holds a bounded number of them.",
  ),
  notRightProvider: refusal<{ right: number }>(571, "unauthorised", "Only its provider may buy a right back."),
  rightBidFor: refusal<{ right: number; bidMicroKdg: bigint }>(572, "conflict", "Somebody has bid for the right."),
  auctionClosed: refusal<{ right: number; opensMs: number; closesMs: number }>(
    573,
    "conflict",
    "Bids are taken in the days before the month begins.",
  ),
  bidTooLow: refusal<{ right: number; leastMicroKdg: bigint }>(574, "invalid", "A bid is of at least so much."),
  bidderIsProvider: refusal<{ right: number }>(575, "invalid", "The provider buys its right back instead."),

  unknownRedemption: refusal<{ request: number }>(520, "unknown", "There is no request for redemption of this number."),
  redemptionClosed: refusal<{ request: number }>(521, "conflict", "The request was cancelled or settled before."),
  notRedeemer: refusal<{ request: number }>(522, "unauthorised", "Only who made the request may cancel it."),
  redemptionBinding: refusal<{ request: number; epoch: number }>(
    523,
    "conflict",
    "The epoch of the request has closed: it binds until it is settled.",
  ),
  redemptionTooSmall: refusal<{ leastMicroKdg: bigint }>(524, "invalid", "A redemption is of at least so much."),
  unknownEpoch: refusal<{ epoch: number }>(525, "unknown", "No redemption epoch of this number was opened."),
  metalUnknown: refusal<{ metal: string }>(526, "unknown", "The reserve keeps no such metal."),

  tooFewUnits: refusal<{ units: bigint }>(530, "conflict", "The account holds fewer junior units than that."),
  receiverIsSender: refusal(531, "invalid", "The junior units belong to this account already."),
  nothingToClaim: refusal(532, "conflict", "Nothing was distributed on these junior units since they were last paid."),
  nothingToDistribute: refusal(
    533,
    "conflict",
    "Nothing exceeds green coverage and its buffer, or no junior units are left.",
  ),
  distributionTooSoon: refusal<{ earliestMs: number }>(534, "conflict", "The last distribution is too recent."),

  zoneNotRed: refusal<{ zone: string }>(540, "conflict", "A loss is absorbed only while coverage is red."),
  nothingToAbsorb: refusal(541, "conflict", "There is no loss, or neither surplus nor junior units to bear it."),

  currencyNotInReserve: refusal<{ currency: string }>(550, "unknown", "The reserve does not take this currency."),
  currencyAnchored: refusal<{ currency: string }>(551, "invalid", "Money must not back itself."),
  currencyRepeated: refusal<{ currency: string }>(552, "invalid", "A currency is named twice."),
  currencyFeedMismatch: refusal<{ currency: string; feed: string }>(
    553,
    "invalid",
    "The feed's price is not for one unit of the currency, counted in its smallest units.",
  ),
  currencyStillHeld: refusal<{ currency: string; amount: bigint }>(
    554,
    "conflict",
    "The reserve holds this currency, so it cannot cease to count.",
  ),
});
