// Corridors on a ledger: zones, banks, rule books, and payments that meet every firewall.
import { describe, expect, test } from "vitest";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { read } from "#src/modules/corridors/access.ts";
import {
  participantsHaveCodes,
  ruleBooksKeepTheirHash,
  volumesAddUp,
  zonesAreJoinedOnce,
} from "#src/modules/corridors/invariants.ts";
import { codes, corridors, homes, joined, ruleBooks, volumeFlows } from "#src/modules/corridors/tables.ts";
import { type ChangedRow, changedState, rowOf } from "#tests/support/changedState.ts";
import {
  changeRules,
  createCorridorLedger,
  limitZone,
  mondayMs,
  noCaps,
  noLimits,
  passNotice,
  sendAcross,
} from "#tests/support/corridors.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

const own = (name: string) => `corridors/${name}`;
const million = 100_000_000n;
const always = {
  ...{ offsetMinutes: 0, opensMinute: 0, cutOffMinute: 1_440, closesMinute: 1_440 },
  ...{ weekendDays: [], holidays: [] },
};
/** A whole hour's exposure, gross and net, and nothing else. */
const hourCap = (grossMost?: bigint, netMost?: bigint) => ({
  ...noCaps,
  hour: { ...(grossMost === undefined ? {} : { grossMost }), ...(netMost === undefined ? {} : { netMost }) },
});

/** What is refused changes nothing. */
function expectRefused(ledger: TestLedger, code: string, act: () => { readonly refused: string | undefined }): void {
  const before = ledger.digest();
  expect(act().refused).toBe(own(code));
  expect(ledger.digest()).toBe(before);
}

type Counter = { kind: string; currency?: string; level: string; netAfter: bigint; grossAfter: bigint; window: string };
type Answer = {
  fee: bigint;
  judged: { corridor: string; revision: number; ruleBookHash: Uint8Array; counters: Counter[] };
};

describe("a payment across a corridor (sendPayment)", () => {
  test("pays, takes the fee, counts, and tells what it was judged by", async () => {
    const ledger = createCorridorLedger();
    const operator = ledger.account("corridor-operator");
    const { code, answer, events } = sendAcross(ledger);
    expect(code).toBe(0);
    const { fee, judged } = answer as Answer;
    expect(fee).toBe(100n);
    expect(accounts.balance(ledger.state, "CNY", operator)).toBe(100n);
    expect(accounts.balance(ledger.state, "CNY", ledger.account("kzt-bank"))).toBe(1_000_000n);
    const { hash } = (await ledger.query(own("ruleBook"), { corridor: "silk-road", revision: 1 })) as {
      hash: Uint8Array;
    };
    expect(judged).toMatchObject({ corridor: "silk-road", revision: 1, ruleBookHash: hash });
    expect(judged.counters.map(({ kind, currency }) => `${kind} ${currency}`)).toEqual([
      ...["zone CNY", "participant CNY", "participant CNY", "corridor undefined", "position CNY", "position KZT"],
    ]);
    expect(judged.counters[0]).toMatchObject({ netAfter: 1_000_000n, grossAfter: 1_000_000n, level: "clear" });
    expect(events).toEqual([{ type: own("paymentMade"), content: expect.objectContaining({ judged, fee }) }]);
    expect(await ledger.audit()).toEqual([]);
  });

  test("is made for no higher fee than its payer says (feeHigherThanAsked)", () => {
    const ledger = createCorridorLedger();
    const before = ledger.digest();
    expect(sendAcross(ledger, { feeMost: 99n }).refused).toBe("corridors/feeHigherThanAsked");
    expect(ledger.digest()).toBe(before);
    expect(sendAcross(ledger, { feeMost: 100n }).code).toBe(0);
  });

  test("comes back in: what a foreigner pays brings the net position down, and the gross one up", () => {
    const ledger = createCorridorLedger();
    sendAcross(ledger);
    const { answer } = sendAcross(ledger, { from: "kzt-bank", to: "cny-bank", amount: 400_000n });
    expect((answer as Answer).judged.counters[0]).toMatchObject({ netAfter: 600_000n, grossAfter: 1_400_000n });
  });

  test("between two foreigners counts in and out", () => {
    const ledger = createCorridorLedger();
    sendAcross(ledger);
    const { answer } = sendAcross(ledger, { from: "kzt-bank", to: "uzs-bank", amount: 400_000n });
    expect((answer as Answer).judged.counters[0]).toMatchObject({ netAfter: 1_000_000n, grossAfter: 1_800_000n });
  });

  test("can be judged beforehand, without being made", async () => {
    const ledger = createCorridorLedger();
    const before = ledger.digest();
    const asked = {
      ...{ corridor: "silk-road", payer: ledger.account("cny-bank"), kind: "customer", purpose: "GDDS" },
      ...{ payee: ledger.account("kzt-bank"), currency: "CNY", amount: "5" },
    };
    expect(await ledger.query(own("judgement"), asked)).toEqual({ isPermitted: true });
    const refused = await ledger.query(own("judgement"), { ...asked, purpose: "SALA" });
    expect(refused).toMatchObject({ isPermitted: false, code: own("purposeNotPermitted") });
    expect(ledger.digest()).toBe(before);
  });

  test("is refused to strangers, within one zone, and in currencies that are not admitted", () => {
    const ledger = createCorridorLedger();
    expectRefused(ledger, "unknownCorridor", () => sendAcross(ledger, { corridor: "nowhere" }));
    expectRefused(ledger, "notMember", () => sendAcross(ledger, { from: "alice" }));
    expectRefused(ledger, "notMember", () => sendAcross(ledger, { to: "thb-bank" }));
    expectRefused(ledger, "sameZone", () => sendAcross(ledger, { to: "cny-bank-2" }));
    expectRefused(ledger, "notJoined", () => sendAcross(ledger, { currency: "THB" }));
    const gone = { currency: "CNY", account: ledger.account("kzt-bank") };
    expect(ledger.send("cny-issuer", own("removeParticipant"), gone).code).toBe(0);
    expectRefused(ledger, "unknownParticipant", () => sendAcross(ledger));
    expect(ledger.send("kzt-issuer", own("removeParticipant"), { ...gone, currency: "KZT" }).code).toBe(0);
    expectRefused(ledger, "homeMissing", () => sendAcross(ledger));
  });

  test("without enough money for the fee is refused whole", () => {
    const ledger = createCorridorLedger();
    sendAcross(ledger);
    const before = ledger.digest();
    const sent = sendAcross(ledger, { from: "kzt-bank", to: "cny-bank" });
    expect(sent.refused).toBe("accounts/insufficientFunds");
    expect(ledger.digest()).toBe(before);
  });
});

describe("a rule book", () => {
  test("takes banks alone in the pilot, listed purposes when limited, all when open, and nothing when closed", async () => {
    const ledger = createCorridorLedger();
    expectRefused(ledger, "purposeNotPermitted", () => sendAcross(ledger, { purpose: "SALA" }));
    await changeRules(ledger, { stage: "open" });
    expect(sendAcross(ledger, { purpose: "SALA" }).code).toBe(0);
    await changeRules(ledger, { stage: "pilot" });
    expectRefused(ledger, "customersNotAdmitted", () => sendAcross(ledger));
    expectRefused(ledger, "purposeNotPermitted", () => sendAcross(ledger, { kind: "interbank", purpose: "SALA" }));
    const { answer } = sendAcross(ledger, { kind: "interbank" });
    expect((answer as Answer).judged.revision).toBe(3);
    await changeRules(ledger, { stage: "closed" });
    expectRefused(ledger, "corridorClosed", () => sendAcross(ledger));
    expect(await ledger.audit()).toEqual([]);
  });

  test("waits for its notice, unless it closes the corridor", async () => {
    const ledger = createCorridorLedger();
    const { ruleBook } = (await ledger.query(own("ruleBook"), { corridor: "silk-road", revision: 1 })) as {
      ruleBook: object;
    };
    const publish = (change: object, actor = "corridor-operator", fromHeight?: number) =>
      ledger.send(actor, own("publishRuleBook"), {
        corridor: "silk-road",
        ruleBook: { ...ruleBook, ...change },
        ...(fromHeight === undefined ? {} : { fromHeight }),
      });
    expectRefused(ledger, "notOperator", () => publish({}, "governor"));
    expectRefused(ledger, "noticeTooShort", () => publish({}, "corridor-operator", ledger.state.height + 10));
    expectRefused(ledger, "ruleBookUnsound", () => publish({ purposes: ["GDDS", "GDDS"] }));
    const levels = { informBp: 9_000, warnBp: 8_500, slowBp: 9_500, stopBp: 10_000 };
    expectRefused(ledger, "ruleBookUnsound", () => publish({ levels }));
    const rates = [1n, 2n].map((unitNano) => ({ currency: "CNY", unitNano }));
    expectRefused(ledger, "ruleBookUnsound", () => publish({ rates }));
    expect(publish({ rates: [{ currency: "XXX", unitNano: 1n }] }).refused).toBe("accounts/unknownCurrency");
    const height = ledger.state.height + 1;
    expect(publish({ feeBp: 0 }).answer).toEqual({ revision: 2, fromHeight: height + 10 });
    for (let block = 1; block < 10; block += 1) ledger.advance(1);
    expect((sendAcross(ledger).answer as Answer).judged.revision).toBe(2);
    expect(publish({ stage: "closed" }).answer).toEqual({ revision: 3, fromHeight: ledger.state.height });
    expectRefused(ledger, "corridorClosed", () => sendAcross(ledger));
    expect(await ledger.query(own("corridor"), { corridor: "silk-road" })).toMatchObject({
      revision: 2,
      lastRevision: 3,
    });
  });

  test("bounds one payment by worth, as the zone does in its own currency", async () => {
    const ledger = createCorridorLedger();
    limitZone(ledger, "CNY", { singleMost: 5n * million });
    expectRefused(ledger, "singleTooLarge", () => sendAcross(ledger, { amount: 5n * million + 1n }));
    expect(sendAcross(ledger, { amount: 5n * million }).code).toBe(0);
    await changeRules(ledger, { singleNanoMost: 140_000_000n * 100n });
    expectRefused(ledger, "singleTooLarge", () => sendAcross(ledger, { amount: 10_001n }));
    expect(sendAcross(ledger, { amount: 10_000n }).code).toBe(0);
    await changeRules(ledger, { rates: [{ currency: "KZT", unitNano: 1n }] });
    expectRefused(ledger, "currencyUnrated", () => sendAcross(ledger));
  });
});

describe("firewalls", () => {
  test("no counter passes its cap, of a zone or a participant, gross or net", () => {
    const ledger = createCorridorLedger();
    limitZone(ledger, "CNY", { caps: hourCap(3n * million, 2n * million) });
    expectRefused(ledger, "capExceeded", () => sendAcross(ledger, { amount: 2n * million + 1n }));
    expect(sendAcross(ledger, { amount: million }).code).toBe(0);
    expect(sendAcross(ledger, { from: "kzt-bank", to: "cny-bank", amount: million / 2n }).code).toBe(0);
    const { details } = sendAcross(ledger, { amount: (3n * million) / 2n + 1n });
    expect(details).toMatchObject({ kind: "zone", measure: "gross", cap: 3n * million });
    limitZone(ledger, "CNY", { participantCaps: hourCap(undefined, million) });
    expect(sendAcross(ledger, { amount: million }).details).toMatchObject({ kind: "participant", measure: "net" });
  });

  test("the corridor's gross volume and a zone's net position in it are capped by worth", async () => {
    const ledger = createCorridorLedger();
    const worth = 140_000_000n * 1_000_000n;
    await changeRules(ledger, { caps: hourCap(4n * worth, undefined) });
    expect(sendAcross(ledger, { amount: million }).code).toBe(0);
    expect(sendAcross(ledger, { amount: million + 1n }).details).toMatchObject({ kind: "corridor", measure: "gross" });
    await changeRules(ledger, { caps: hourCap(undefined, 2n * worth) });
    expect(sendAcross(ledger, { amount: million + 1n }).details).toMatchObject({ kind: "position", measure: "net" });
    expect(sendAcross(ledger, { from: "kzt-bank", to: "cny-bank", amount: million / 2n }).code).toBe(0);
    expect(sendAcross(ledger, { amount: million + 1n }).code).toBe(0);
  });

  test("monitors hold the volume to gross caps alone, and positions to net ones", async () => {
    const ledger = createCorridorLedger();
    const worth = 140_000_000n * 10_000n;
    await changeRules(ledger, { caps: hourCap(4n * worth, 2n * worth) });
    sendAcross(ledger);
    const shown = (await ledger.query(own("monitors"), { corridor: "silk-road" })) as {
      volume: { usedBp: number; level: string; gross: bigint }[];
      currencies: { currency: string; shareBp: number; position: { usedBp: number; net: bigint }[] }[];
    };
    expect(shown.volume[0]).toMatchObject({ gross: 2n * worth, usedBp: 5_000, level: "clear" });
    const yuan = shown.currencies.find(({ currency }) => currency === "CNY");
    expect(yuan).toMatchObject({ shareBp: 10_000, position: [{ net: worth, usedBp: 5_000 }, {}, {}, {}] });
  });

  test("levels are announced as they are reached, slow the last stretch down, and stop at the end", () => {
    const ledger = createCorridorLedger();
    limitZone(ledger, "CNY", { caps: hourCap(100_000n) });
    const levelAfter = (amount: bigint) => {
      const { events } = sendAcross(ledger, { amount });
      return events
        .filter(({ type }) => type === own("levelReached"))
        .map(({ content }) => (content as { level: string }).level);
    };
    expect(levelAfter(69_999n)).toEqual([]);
    expect(levelAfter(1n)).toEqual(["inform"]);
    expect(levelAfter(15_000n)).toEqual(["warn"]);
    expect(levelAfter(10_000n)).toEqual(["slow"]);
    const { details } = sendAcross(ledger, { amount: 1_251n });
    expect(details).toMatchObject({ kind: "zone", most: 1_250n });
    expectRefused(ledger, "flowSlowed", () => sendAcross(ledger, { amount: 1_251n }));
    expect(levelAfter(1_250n)).toEqual([]);
    expectRefused(ledger, "capExceeded", () => sendAcross(ledger, { amount: 3_751n }));
  });

  test("the breaker trips at the level stop, and lets go when the window rolls on", () => {
    const ledger = createCorridorLedger();
    expect(sendAcross(ledger, { amount: 100_000n }).code).toBe(0);
    limitZone(ledger, "CNY", { caps: hourCap(100_000n) });
    expectRefused(ledger, "capExceeded", () => sendAcross(ledger, { amount: 1n }));
    ledger.advance(3_600_000 - 60_000);
    expectRefused(ledger, "capExceeded", () => sendAcross(ledger, { amount: 1n }));
    ledger.advance(360_000);
    expect(sendAcross(ledger, { amount: 1n }).code).toBe(0);
  });

  test("a stop below the whole cap trips the breaker too", async () => {
    const ledger = createCorridorLedger();
    await changeRules(ledger, { levels: { informBp: 1_000, warnBp: 2_000, slowBp: 3_000, stopBp: 5_000 } });
    limitZone(ledger, "CNY", { caps: hourCap(100_000n) });
    expect(sendAcross(ledger, { amount: 60_000n }).code).toBe(0);
    expectRefused(ledger, "flowStopped", () => sendAcross(ledger, { amount: 1n }));
  });

  test("what brings a net position down is welcome at any level", () => {
    const ledger = createCorridorLedger();
    expect(sendAcross(ledger, { amount: 100_000n }).code).toBe(0);
    limitZone(ledger, "CNY", { caps: hourCap(undefined, 50_000n) });
    expectRefused(ledger, "capExceeded", () => sendAcross(ledger, { amount: 1n }));
    expect(sendAcross(ledger, { from: "kzt-bank", to: "cny-bank", amount: 60_000n }).code).toBe(0);
  });

  test("no currency takes a share beyond the cap, and smaller shares are always welcome", async () => {
    const ledger = createCorridorLedger();
    await changeRules(ledger, { concentrationFloorNano: 140_000_000n * 4_000n });
    const yuan = 200_000n;
    expect(sendAcross(ledger, { amount: yuan }).code).toBe(0);
    const { refused, details } = sendAcross(ledger, { amount: 1n });
    expect([refused, details]).toMatchObject([own("concentrationTooHigh"), { currency: "CNY", mostBp: 6_000n }]);
    const tenge = (amount: bigint) => sendAcross(ledger, { from: "kzt-bank", to: "cny-bank", currency: "KZT", amount });
    expect(tenge((yuan * 70n * 2n) / 3n).code).toBe(0);
    expect(sendAcross(ledger, { amount: 1n }).refused).toBe(own("concentrationTooHigh"));
    expect(tenge((yuan * 70n) / 3n).code).toBe(0);
    expect(sendAcross(ledger, { amount: 1n }).code).toBe(0);
    const shown = (await ledger.query(own("monitors"), { corridor: "silk-road" })) as {
      hhi: number;
      currencies: { shareBp: number }[];
    };
    expect(shown.currencies.reduce((sum, { shareBp }) => sum + shareBp, 0)).toBeLessThanOrEqual(10_000);
    expect(shown.hhi).toBeGreaterThanOrEqual(4_999);
    expect(await ledger.audit()).toEqual([]);
  });

  test("the share that the council sets holds where the rule book says nothing", async () => {
    const ledger = createCorridorLedger();
    await changeRules(ledger, { concentrationFloorNano: 0n, concentrationBp: 10_000 });
    expect(sendAcross(ledger).code).toBe(0);
    await changeRules(ledger, { concentrationFloorNano: 0n, concentrationBp: 9_999 });
    expectRefused(ledger, "concentrationTooHigh", () => sendAcross(ledger));
    const tenge = { from: "kzt-bank", to: "cny-bank", currency: "KZT", amount: 7_000_000n };
    expect(sendAcross(ledger, tenge).code).toBe(0);
    await changeRules(ledger, { concentrationFloorNano: 0n, concentrationBp: 9_000 });
    expectRefused(ledger, "concentrationTooHigh", () => sendAcross(ledger));
  });

  test("removing and admitting a bank again does not empty its counters", () => {
    const ledger = createCorridorLedger();
    expect(sendAcross(ledger, { amount: 90_000n }).code).toBe(0);
    limitZone(ledger, "CNY", { participantCaps: hourCap(100_000n) });
    const account = ledger.account("cny-bank");
    ledger.send("cny-issuer", own("removeParticipant"), { currency: "CNY", account });
    const again = { currency: "CNY", account, bic: "KDGMCN29", isResident: true };
    expect(ledger.send("cny-issuer", own("admitParticipant"), again).code).toBe(0);
    expectRefused(ledger, "homeMissing", () => sendAcross(ledger, { amount: 1n }));
    expect(ledger.send("cny-bank", own("acceptAdmission"), { currency: "CNY" }).code).toBe(0);
    expectRefused(ledger, "notYetAdmitted", () => sendAcross(ledger, { amount: 1n }));
    passNotice(ledger);
    expectRefused(ledger, "capExceeded", () => sendAcross(ledger, { amount: 10_001n }));
  });
});

test("a frozen operator is not in the way of payments that cost nothing", async () => {
  const ledger = createCorridorLedger();
  const freeze = { account: ledger.account("corridor-operator"), currency: "CNY", reference: "SANCTION" };
  expect(ledger.send("cny-issuer", "accounts/freezeAccount", freeze).code).toBe(0);
  expect(sendAcross(ledger).refused).toBe("accounts/balanceFrozen");
  await changeRules(ledger, { feeBp: 0 });
  expect(sendAcross(ledger).answer).toMatchObject({ fee: 0n });
});

describe("a zone", () => {
  test("opens with a calendar, by its central bank alone", async () => {
    const ledger = createCorridorLedger();
    const content = { currency: "EUR", name: "Euro (mock)", calendar: always, limits: noLimits };
    const open = (actor: string, change: object = {}) => ledger.send(actor, own("openZone"), { ...content, ...change });
    expectRefused(ledger, "notCentralBank", () => open("usd-issuer"));
    expectRefused(ledger, "calendarUnsound", () => open("eur-issuer", { calendar: { ...always, opensMinute: 1_440 } }));
    expect(open("eur-issuer").code).toBe(0);
    expectRefused(ledger, "zoneExists", () => open("eur-issuer"));
    expectRefused(ledger, "notCentralBank", () => open("cny-issuer", { currency: "KDG" }));
    expectRefused(ledger, "zoneExists", () => open("issuer", { currency: "KDG" }));
    const zones = (await ledger.query(own("zones"))) as { items: { currency: string }[] };
    expect(zones.items.map(({ currency }) => currency)).toContain("EUR");
    expect(await ledger.query(own("zone"), { currency: "EUR" })).toMatchObject({ name: "Euro (mock)" });
    await expect(ledger.query(own("zone"), { currency: "USD" })).rejects.toThrow("unknownZone");
  });

  test("is shut outside of its hours, and after the cut-off to customers", () => {
    const early = createCorridorLedger([], mondayMs - 2 * 3_600_000);
    expectRefused(early, "zoneShut", () => sendAcross(early));
    expect(sendAcross(early).details).toMatchObject({ currency: "KZT", opensMs: mondayMs - 3_600_000 });
    early.advance(3_600_000);
    expect(sendAcross(early).code).toBe(0);
    early.advance(4 * 3_600_000);
    expectRefused(early, "cutOffPassed", () => sendAcross(early));
    expect(sendAcross(early, { kind: "interbank" }).code).toBe(0);
    early.advance(3_600_000);
    expectRefused(early, "zoneShut", () => sendAcross(early, { kind: "interbank" }));
    early.advance(5 * 86_400_000);
    expectRefused(early, "zoneShut", () => sendAcross(early));
  });

  test("tells whether it is open, its own date, and its next business day", async () => {
    const ledger = createCorridorLedger();
    expect(await ledger.query(own("calendar"), { currency: "CNY" })).toMatchObject({
      ...{ hours: "open", date: "2026-01-05", isBusinessDay: true, nextBusinessDate: "2026-01-06" },
    });
    const friday = await ledger.query(own("calendar"), { currency: "SAR", atMs: Date.UTC(2026, 0, 9, 8) });
    expect(friday).toMatchObject({ hours: "shut", nextBusinessDate: "2026-01-11", opensMs: Date.UTC(2026, 0, 11, 6) });
  });

  test("changes its calendar after notice", () => {
    const ledger = createCorridorLedger([], mondayMs - 2 * 3_600_000);
    const set = (actor: string, calendar: object) =>
      ledger.send(actor, own("setCalendar"), { currency: "KZT", calendar });
    expectRefused(ledger, "notCentralBank", () => set("cny-issuer", always));
    expectRefused(ledger, "calendarUnsound", () => set("kzt-issuer", { ...always, weekendDays: [1, 1] }));
    expect(set("kzt-issuer", always).answer).toEqual({ fromHeight: ledger.state.height + 10 });
    for (let block = 1; block < 9; block += 1) ledger.advance(1);
    expectRefused(ledger, "zoneShut", () => sendAcross(ledger));
    expect(sendAcross(ledger).code).toBe(0);
    const unknown = ledger.send("eur-issuer", own("setCalendar"), { currency: "EUR", calendar: always });
    expect(unknown.refused).toBe(own("unknownZone"));
  });

  test("tightens at once and loosens after notice, number by number", async () => {
    const ledger = createCorridorLedger();
    const first = limitZone(ledger, "CNY", { singleMost: 10n }).answer as {
      limits: { singleMost: bigint; caps: object };
    };
    expect(first.limits.singleMost).toBe(10n);
    expect(first.limits.caps).not.toEqual(noCaps);
    expectRefused(ledger, "singleTooLarge", () => sendAcross(ledger, { amount: 11n }));
    limitZone(ledger, "CNY", { singleMost: 20n, caps: hourCap(15n) });
    expectRefused(ledger, "singleTooLarge", () => sendAcross(ledger, { amount: 11n }));
    passNotice(ledger);
    expect(sendAcross(ledger, { amount: 15n }).code).toBe(0);
    const shown = (await ledger.query(own("counters"), { currency: "CNY" })) as {
      counters: { level: string; usedBp: number }[];
    };
    expect(shown.counters[0]).toMatchObject({ level: "stop", usedBp: 10_000, gross: 15n });
    const bank = { currency: "CNY", account: ledger.account("cny-bank") };
    expect(await ledger.query(own("counters"), bank)).toMatchObject({
      counters: [{ outflow: 15n, level: "clear" }, {}, {}, {}],
    });
    expectRefused(ledger, "notCentralBank", () =>
      ledger.send("alice", own("setLimits"), { currency: "CNY", limits: noLimits }),
    );
    const again = limitZone(ledger, "CNY", { singleMost: 5n, caps: hourCap(15n) });
    expect(again.answer).toEqual({ limits: { ...noLimits, singleMost: 5n, caps: hourCap(15n) } });
    expect(
      ((await ledger.query(own("zone"), { currency: "CNY" })) as { nextLimits?: object }).nextLimits,
    ).toBeUndefined();
  });

  test("is stopped at once and resumes after notice, while other pairs go on", () => {
    const ledger = createCorridorLedger();
    const stop = (actor = "kzt-issuer") => ledger.send(actor, own("stopZone"), { currency: "KZT", reference: "drill" });
    const resume = (actor = "kzt-issuer") => ledger.send(actor, own("resumeZone"), { currency: "KZT" });
    expectRefused(ledger, "zoneNotStopped", () => resume());
    expectRefused(ledger, "notCentralBank", () => stop("cny-issuer"));
    expect(stop().code).toBe(0);
    expectRefused(ledger, "zoneStopped", () => sendAcross(ledger));
    expectRefused(ledger, "zoneStopped", () => stop());
    expect(sendAcross(ledger, { to: "uzs-bank" }).code).toBe(0);
    expectRefused(ledger, "notCentralBank", () => resume("cny-issuer"));
    expect(resume().answer).toEqual({ fromHeight: ledger.state.height + 10 });
    expectRefused(ledger, "zoneNotStopped", () => resume());
    passNotice(ledger);
    expect(sendAcross(ledger).code).toBe(0);
    expect(stop().code).toBe(0);
    expectRefused(ledger, "zoneStopped", () => sendAcross(ledger));
  });
});

describe("banks", () => {
  test("have one home, a code of their own within a zone, and a sound identifier", async () => {
    const ledger = createCorridorLedger();
    const admit = (actor: string, change: object) =>
      ledger.send(actor, own("admitParticipant"), {
        ...{ currency: "CNY", account: ledger.account("alice"), bic: "ALICCN22", isResident: true, ...change },
      });
    expectRefused(ledger, "notCentralBank", () => admit("kzt-issuer", {}));
    expectRefused(ledger, "bicTaken", () => admit("cny-issuer", { bic: "KDGMCN21" }));
    expectRefused(ledger, "leiUnsound", () => admit("cny-issuer", { lei: "5493001KJTIIGC8Y1R13" }));
    expectRefused(ledger, "homeMissing", () => admit("cny-issuer", { isResident: false }));
    const foreign = { account: ledger.account("thb-bank"), bic: "KDGMTH29" };
    expectRefused(ledger, "homeElsewhere", () => admit("kzt-issuer", { ...foreign, currency: "KZT" }));
    expect(admit("cny-issuer", { account: ledger.account("nobody") }).refused).toBe("accounts/unknownAccount");
    const admitted = admit("cny-issuer", { lei: "5493001KJTIIGC8Y1R12" });
    expect(admitted.answer).toEqual({ fromHeight: ledger.state.height + 10 });
    expectRefused(ledger, "participantKnown", () => admit("cny-issuer", { bic: "ALICCN23" }));
    const asked = { currency: "CNY", account: ledger.account("alice") };
    expect(await ledger.query(own("participant"), asked)).toMatchObject({ bic: "ALICCN22" });
    const listed = (await ledger.query(own("participants"), { currency: "CNY" })) as {
      items: { isResident: boolean }[];
    };
    expect(listed.items.filter(({ isResident }) => isResident)).toHaveLength(2);
    const unknown = { currency: "CNY", account: ledger.account("bob") };
    expectRefused(ledger, "unknownParticipant", () => ledger.send("cny-issuer", own("removeParticipant"), unknown));
    expectRefused(ledger, "notCentralBank", () => ledger.send("bob", own("removeParticipant"), asked));
    expect(ledger.send("kdg-bank", "accounts/closeAccount", {}).refused).toBe("accounts/accountTied");
    expect(await ledger.audit()).toEqual([]);
  });

  test("are at home where they accept it, once their admission is in effect", async () => {
    const ledger = createCorridorLedger();
    const admit = (alias: string, currency: string, bic: string, isResident: boolean) =>
      ledger.send(`${currency.toLowerCase()}-issuer`, own("admitParticipant"), {
        ...{ currency, account: ledger.account(alias), bic, isResident },
      });
    const accept = (alias: string, currency: string) => ledger.send(alias, own("acceptAdmission"), { currency });
    expectRefused(ledger, "unknownParticipant", () => accept("alice", "CNY"));
    expectRefused(ledger, "notResident", () => accept("kzt-bank", "CNY"));
    expectRefused(ledger, "homeElsewhere", () => accept("cny-bank", "CNY"));
    const admitted = admit("alice", "CNY", "ALICCN22", true);
    expect(admit("alice", "KZT", "ALICKZ22", true).code).toBe(0);
    const member = { corridor: "silk-road", account: ledger.account("alice") };
    const join = () => ledger.send("corridor-operator", own("admitMember"), member);
    expectRefused(ledger, "homeMissing", join);
    passNotice(ledger);
    expect(read.home(ledger.state, ledger.account("alice"))).toBeUndefined();
    expect(accept("alice", "CNY").answer).toEqual(admitted.answer);
    expectRefused(ledger, "homeElsewhere", () => accept("alice", "KZT"));
    expect(read.home(ledger.state, ledger.account("alice"))).toBe("CNY");
    expect(join().code).toBe(0);
    expect(await ledger.audit()).toEqual([]);
  });

  test("are not at home before the notice is over, even if they accept at once", () => {
    const ledger = createCorridorLedger();
    const account = ledger.account("bob");
    const admission = { currency: "CNY", account, bic: "BOBBCN22", isResident: true };
    ledger.send("cny-issuer", own("admitParticipant"), admission);
    ledger.send("bob", own("acceptAdmission"), { currency: "CNY" });
    expect(read.home(ledger.state, account)).toBeUndefined();
    ledger.send("corridor-operator", own("admitMember"), { corridor: "silk-road", account });
    expectRefused(ledger, "notYetAdmitted", () => sendAcross(ledger, { to: "bob" }));
    passNotice(ledger);
    expect(read.home(ledger.state, account)).toBe("CNY");
    expectRefused(ledger, "sameZone", () => sendAcross(ledger, { to: "bob" }));
  });

  test("are admitted to a corridor by its operator", async () => {
    const ledger = createCorridorLedger();
    const change = (message: string, alias: string, actor = "corridor-operator") =>
      ledger.send(actor, own(message), { corridor: "silk-road", account: ledger.account(alias) });
    expectRefused(ledger, "notOperator", () => change("admitMember", "thb-bank", "alice"));
    expectRefused(ledger, "homeMissing", () => change("admitMember", "alice"));
    expectRefused(ledger, "memberKnown", () => change("admitMember", "kzt-bank"));
    expect(change("admitMember", "thb-bank").code).toBe(0);
    expectRefused(ledger, "notOperator", () => change("removeMember", "thb-bank", "alice"));
    expect(change("removeMember", "kzt-bank").code).toBe(0);
    expectRefused(ledger, "notMember", () => change("removeMember", "kzt-bank"));
    expectRefused(ledger, "notMember", () => sendAcross(ledger));
    const { items } = (await ledger.query(own("members"), { corridor: "silk-road" })) as { items: object[] };
    expect(items).toHaveLength(6);
    expect(ledger.send("corridor-operator", "accounts/closeAccount", {}).refused).toBe("accounts/accountTied");
  });
});

describe("a corridor", () => {
  const ruleBookOf = async (ledger: TestLedger) =>
    ((await ledger.query(own("ruleBook"), { corridor: "gulf", revision: 1 })) as { ruleBook: object }).ruleBook;

  test("is opened by a governor, and joined and left by central banks", async () => {
    const ledger = createCorridorLedger();
    const ruleBook = await ruleBookOf(ledger);
    const content = { corridor: "new", name: "New", operator: ledger.account("alice"), ruleBook };
    expect(ledger.send("issuer", own("openCorridor"), content).refused).toBe("authority/roleMissing");
    expectRefused(ledger, "corridorExists", () =>
      ledger.send("governor", own("openCorridor"), { ...content, corridor: "gulf" }),
    );
    const unsound = { ...content, ruleBook: { ...ruleBook, purposes: ["GDDS", "GDDS"] } };
    expectRefused(ledger, "ruleBookUnsound", () => ledger.send("governor", own("openCorridor"), unsound));
    expect(ledger.send("governor", own("openCorridor"), content).code).toBe(0);
    const join = (message: string, actor: string, currency: string) =>
      ledger.send(actor, own(message), { corridor: "new", currency });
    expectRefused(ledger, "notCentralBank", () => join("joinCorridor", "alice", "CNY"));
    expectRefused(ledger, "unknownZone", () => join("joinCorridor", "eur-issuer", "EUR"));
    expectRefused(ledger, "currencyUnrated", () => join("joinCorridor", "thb-issuer", "THB"));
    expect(join("joinCorridor", "cny-issuer", "CNY").code).toBe(0);
    expect(join("joinCorridor", "issuer", "KDG").code).toBe(0);
    expectRefused(ledger, "alreadyJoined", () => join("joinCorridor", "cny-issuer", "CNY"));
    expectRefused(ledger, "notCentralBank", () => join("leaveCorridor", "alice", "CNY"));
    expectRefused(ledger, "notJoined", () => join("leaveCorridor", "aed-issuer", "AED"));
    expect(await ledger.audit()).toEqual([]);
    expect(join("leaveCorridor", "cny-issuer", "CNY").code).toBe(0);
    const { items } = (await ledger.query(own("corridors"))) as { items: { corridor: string; currencies: string[] }[] };
    expect(items.find(({ corridor }) => corridor === "new")?.currencies).toEqual(["KDG"]);
    expect(items.map(({ corridor }) => corridor)).toEqual(["gulf", "new", "silk-road", "south-sea"]);
    expect(await ledger.audit()).toEqual([]);
  });

  test("has sixteen zones at the most", async () => {
    const ledger = createCorridorLedger();
    const row = corridors.get(ledger.state, "gulf");
    expect(row?.zones).toBe(4);
    const left = ledger.send("aed-issuer", own("leaveCorridor"), { corridor: "gulf", currency: "AED" });
    expect(left.code).toBe(0);
    const currencies = Array.from({ length: 13 }, (_, at) => `X${String.fromCharCode(65 + at)}X`);
    const calendar = always;
    const usual = (await ruleBookOf(ledger)) as { rates: object[] };
    const rates = [...usual.rates, ...currencies.slice(1).map((currency) => ({ currency, unitNano: 1n }))];
    for (const currency of currencies) {
      const issuer = ledger.account("alice");
      ledger.send("governor", "accounts/registerCurrency", { currency, decimals: 2, issuer });
      ledger.send("alice", own("openZone"), { currency, name: currency, calendar, limits: noLimits });
    }
    await changeRules(ledger, { rates }, "gulf");
    const outcomes = currencies
      .slice(1)
      .map((currency) => ledger.send("alice", own("joinCorridor"), { corridor: "gulf", currency }));
    expect(outcomes.every(({ code }) => code === 0)).toBe(true);
    expect(ledger.send("aed-issuer", own("joinCorridor"), { corridor: "gulf", currency: "AED" }).code).toBe(0);
    expect(corridors.get(ledger.state, "gulf")?.zones).toBe(16);
    const last = { corridor: "gulf", currency: currencies[0] };
    expectRefused(ledger, "tooManyZones", () => ledger.send("alice", own("joinCorridor"), last));
  });
});

describe("promises", () => {
  test("are broken by rows that do not fit", async () => {
    const ledger = createCorridorLedger();
    sendAcross(ledger);
    const broken = async (claim: typeof volumesAddUp, ...rows: ChangedRow[]) =>
      (await claim({ state: changedState(ledger.state, rows) })).length;
    const bank = ledger.account("cny-bank");
    expect(await broken(zonesAreJoinedOnce, rowOf(joined.key("gulf", "EUR"), joined.codec, {}))).toBe(2);
    expect(await broken(participantsHaveCodes, rowOf(codes.key("CNY", "KDGMCN21"), codes.codec, undefined))).toBe(2);
    expect(await broken(participantsHaveCodes, rowOf(homes.key(bank), homes.codec, "EUR"))).toBe(1);
    const book = ruleBooks.get(ledger.state, "gulf", 1);
    if (book === undefined) throw new Error("a devnet has the corridor");
    const forged = { ...book, ruleBook: { ...book.ruleBook, feeBp: 2 } };
    expect(await broken(ruleBooksKeepTheirHash, rowOf(ruleBooks.key("gulf", 1), ruleBooks.codec, forged))).toBe(1);
    const lost = rowOf(volumeFlows.key("silk-road", "CNY"), volumeFlows.codec, undefined);
    expect(await broken(volumesAddUp, lost)).toBe(4);
  });
});
