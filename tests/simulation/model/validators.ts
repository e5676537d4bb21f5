// What the module `validators` must do: plans of governors, absences, double signing.
import { hasRole } from "./authority/book.ts";
import { type EngineReport, type Grounds, type Model, type ModuleModel, modelMessage } from "./model.ts";
import { parameterNumber } from "./parameters/book.ts";
import {
  addressFor,
  type Member,
  membersWith,
  type Plan,
  plansInOrder,
  powerOf,
  reservedPower,
  seated,
  setMember,
  validatorsOf,
} from "./validators/book.ts";
import { isKey } from "./validators/curve.ts";

const seatsMost = 128;
const powerMost = (2n ** 63n - 1n) / 8n;

interface Timing {
  readonly fromHeight?: number;
  readonly reference: string;
}
type Named = Timing & { readonly validator: string };

function judgeTiming(model: Model, actor: string, { fromHeight }: Timing, grounds: Grounds): void {
  grounds.when(!hasRole(model, actor, "governor"), "authority/roleMissing");
  const earliest = model.height + parameterNumber(model, "validators.noticeBlocks");
  grounds.when(fromHeight !== undefined && fromHeight < earliest, "validators/noticeTooShort");
}

/** The validator, if a change can be planned for it; notes why not. */
function judgePlannable(model: Model, actor: string, content: Named, grounds: Grounds): Member | undefined {
  judgeTiming(model, actor, content, grounds);
  const member = validatorsOf(model).members.get(content.validator);
  if (grounds.when(member === undefined, "validators/unknownValidator") || member === undefined) return undefined;
  const isGone = member.status === "removed" || member.status === "tombstoned";
  grounds.when(isGone, "validators/validatorGone");
  grounds.when(member.plan !== undefined, "validators/changePlanned");
  return isGone ? undefined : member;
}

type Wish = Timing & Pick<Plan, "change" | "power">;

function put(model: Model, actor: string, address: string, member: Member, wish: Wish) {
  const { planned, given } = validatorsOf(model);
  const fromHeight = wish.fromHeight ?? model.height + parameterNumber(model, "validators.noticeBlocks");
  const { change, reference, power } = wish;
  const plan: Plan = { change, fromHeight, reference, by: actor, ...(power === undefined ? {} : { power }) };
  setMember(model, address, { ...member, plan });
  given.value += 1;
  planned.set(address, given.value);
  return { fromHeight };
}

type Candidate = Timing & Pick<Member, "name" | "publicKey" | "power" | "operator">;

const admitValidator = modelMessage<Candidate>({
  judge(model, actor, candidate, grounds) {
    judgeTiming(model, actor, candidate, grounds);
    const { publicKey, power } = candidate;
    grounds.when(!isKey(publicKey), "validators/keyUnsound");
    grounds.when(validatorsOf(model).members.has(addressFor(publicKey)), "validators/keyUsed");
    const seats = membersWith(model, ...seated);
    grounds.when(seats.length >= seatsMost, "validators/validatorsFull");
    grounds.when(reservedPower(seats) + power > powerMost, "validators/powerTooHigh");
  },
  apply(model, actor, { fromHeight, reference, ...member }) {
    const validator = addressFor(member.publicKey);
    const wish: Wish = { change: "admission", reference, ...(fromHeight === undefined ? {} : { fromHeight }) };
    return { validator, ...put(model, actor, validator, { ...member, status: "planned" }, wish) };
  },
});

const changeValidatorPower = modelMessage<Named & { readonly power: bigint }>({
  judge(model, actor, content, grounds) {
    const member = judgePlannable(model, actor, content, grounds);
    if (member === undefined) return;
    const { power } = content;
    grounds.when(member.power === power, "validators/powerUnchanged");
    const rise = power > member.power ? power - member.power : 0n;
    grounds.when(reservedPower(membersWith(model, ...seated)) + rise > powerMost, "validators/powerTooHigh");
  },
  apply: (model, actor, { validator, ...wish }) =>
    put(model, actor, validator, validatorsOf(model).members.at(validator), { ...wish, change: "power" }),
});

const removeValidator = modelMessage<Named>({
  judge(model, actor, content, grounds) {
    const member = judgePlannable(model, actor, content, grounds);
    const isLast = member?.status === "active" && membersWith(model, "active").length === 1;
    grounds.when(isLast, "validators/lastValidator");
  },
  apply: (model, actor, { validator, ...wish }) =>
    put(model, actor, validator, validatorsOf(model).members.at(validator), { ...wish, change: "removal" }),
});

const reinstateValidator = modelMessage<Named>({
  judge(model, actor, content, grounds) {
    const member = judgePlannable(model, actor, content, grounds);
    grounds.when(member !== undefined && member.status !== "suspended", "validators/notSuspended");
  },
  apply: (model, actor, { validator, ...wish }) =>
    put(model, actor, validator, validatorsOf(model).members.at(validator), { ...wish, change: "reinstatement" }),
});

const cancelValidatorChange = modelMessage<Pick<Named, "validator">>({
  judge(model, actor, { validator }, grounds) {
    grounds.when(!hasRole(model, actor, "governor"), "authority/roleMissing");
    const member = validatorsOf(model).members.get(validator);
    if (grounds.when(member === undefined, "validators/unknownValidator")) return;
    grounds.when(member?.plan === undefined, "validators/nothingPlanned");
  },
  apply(model, _actor, { validator }) {
    const { plan: _, ...member } = validatorsOf(model).members.at(validator);
    setMember(model, validator, member.status === "planned" ? undefined : member);
  },
});

/** Whoever signed twice is banned, unless nobody else signs. */
function ban(model: Model, address: string): void {
  const found = validatorsOf(model).members.get(address);
  if (found === undefined || found.status === "tombstoned") return;
  if (found.status === "active" && membersWith(model, "active").length === 1) return;
  const { plan: _, ...member } = found;
  setMember(model, address, { ...member, status: "tombstoned" });
}

function miss(model: Model, address: string): void {
  const { members, misses } = validatorsOf(model);
  const member = members.get(address);
  if (member?.status !== "active") return;
  const most = parameterNumber(model, "validators.downtimeMissesMax");
  const windowBlocks = parameterNumber(model, "validators.downtimeWindowBlocks");
  const fromHeight = Math.floor(model.height / windowBlocks) * windowBlocks;
  const row = misses.get(address);
  const counted = row?.fromHeight === fromHeight ? row.count : 0;
  const active = membersWith(model, "active");
  const suspendedThen = powerOf(membersWith(model, "suspended")) + member.power;
  const whole = powerOf(membersWith(model, "active", "suspended"));
  const isSpared = active.length === 1 || suspendedThen * 3n > whole;
  if (counted >= most && !isSpared) setMember(model, address, { ...member, status: "suspended" });
  else if (counted <= most) misses.set(address, { fromHeight, count: counted + 1 });
}

function outcome(member: Member, { change, power }: Plan): Member {
  if (change === "removal") return { ...member, status: "removed" };
  return power === undefined ? { ...member, status: "active" } : { ...member, power };
}

/** Due plans, as long as together they move a third of the power at most, and the first that moves any. */
function carryOut(model: Model): void {
  const whole = powerOf(membersWith(model, "active"));
  let moved = 0n;
  for (const { validator, plan } of plansInOrder(model)) {
    if (plan.fromHeight > model.height) return;
    const { plan: _, ...member } = validatorsOf(model).members.at(validator);
    const after = outcome(member, plan);
    const signs = (one: Member) => (one.status === "active" ? one.power : 0n);
    const change = signs(after) - signs(member);
    const distance = change < 0n ? -change : change;
    if (moved > 0n && (moved + distance) * 3n > whole) return;
    moved += distance;
    const isLast = change < 0n && signs(after) === 0n && membersWith(model, "active").length === 1;
    setMember(model, validator, isLast ? member : after);
  }
}

function begin(model: Model, { votes, proofs }: EngineReport): void {
  for (const address of proofs) ban(model, address);
  for (const { address, signed } of votes) if (!signed) miss(model, address);
  carryOut(model);
}

export const model: ModuleModel = {
  messages: { admitValidator, changeValidatorPower, removeValidator, reinstateValidator, cancelValidatorChange },
  start(model, _part, founders) {
    const { members } = validatorsOf(model);
    for (const { name, publicKey, power } of founders) {
      members.set(addressFor(publicKey), { name, publicKey, power, status: "active" });
    }
  },
  begin,
  *rows(model) {
    const { members, misses, latest } = validatorsOf(model);
    for (const [address, member] of members.entries()) yield [`validators/validator/${address}`, member];
    for (const [address, row] of misses.entries()) yield [`validators/misses/${address}`, row];
    const seats = membersWith(model, ...seated);
    const active = membersWith(model, "active");
    yield [
      "validators/totals",
      {
        seats: seats.length,
        active: active.length,
        activePower: powerOf(active),
        suspendedPower: powerOf(membersWith(model, "suspended")),
        reservedPower: reservedPower(seats),
      },
    ];
    const due = plansInOrder(model).map(({ validator, plan: { fromHeight } }) => ({ fromHeight, validator }));
    if (due.length > 0) yield ["validators/due", due];
    if (latest.value !== undefined) yield ["validators/latest-updates", latest.value];
  },
};
