// Payments to banks of other zones: the way that they take, and what a bank's own system says of them.
import { describe, expect, it } from "vitest";
import { abroadOf } from "#src/cli/gateway/abroad.ts";
import { instructionsOf } from "#src/cli/gateway/instructions.ts";
import { type About, noticesOf } from "#src/cli/gateway/noticeMessages.ts";
import { orderOf } from "#src/cli/gateway/paymentOrder.ts";
import type { Account } from "#src/core/account.ts";
import { currencyDecimals } from "#src/iso20022/currencies.ts";
import { type Message, readMessage, writeMessage } from "#src/iso20022/message.ts";
import { bankPayment, customerPayment, otherBic, ownBic } from "#tests/support/bankFiles.ts";

const [own, other, neighbour] = ["own", "other", "neighbour"] as Account[] as [Account, Account, Account];
const bank = { bic: ownBic, account: own, shownAs: "OWN", counterparties: new Map(), customers: new Map() };
const corridor = (name: string, currencies: readonly string[]) => ({
  ...{ corridor: name, currencies },
  members: new Set([own, other, neighbour]),
});
const residents = [
  { account: own, bic: ownBic, home: "USD" },
  { account: other, bic: otherBic, home: "EUR" },
  { account: neighbour, bic: "NEIGUS33XXX", home: "USD" },
];
const terms = { purpose: "OTHR", attestations: [], preparedForMs: 60_000 };
const listed = { corridors: [corridor("one", ["USD", "EUR"]), corridor("two", ["EUR", "CNY"])], residents };
const ways = (chosen?: string, among = listed) => abroadOf(bank, among, { terms, chosen });

describe("a way to another bank", () => {
  it("is the one corridor of both in the currency, and none within a zone or to a stranger", () => {
    expect(ways().wayTo(otherBic, "USD")).toEqual({ account: other, corridor: "one" });
    expect(ways().wayTo("NEIGUS33XXX", "USD")).toBeUndefined();
    expect(ways().wayTo("ZZZZFRPPXXX", "USD")).toBeUndefined();
    expect(ways().wayTo(otherBic, "GBP")).toMatchObject({ reason: "RC04" });
  });

  it("is named by the gateway where several lead there", () => {
    expect(ways().wayTo(otherBic, "EUR")).toMatchObject({ reason: "NARR", text: expect.stringContaining("one, two") });
    expect(ways("two").wayTo(otherBic, "EUR")).toEqual({ account: other, corridor: "two" });
  });

  it("makes an order that prepares the payment until a fixed time", () => {
    const setting = { bank, currencies: currencyDecimals, ledgerMs: 1_000, abroad: ways() };
    const uetr = "97ed4827-7b6f-4491-a06f-b548d5a7512d";
    expect(orderOf(customerPayment({ uetr, purpose: "GDDS" }), 0, setting)).toMatchObject({
      type: "payments/preparePayment",
      content: {
        ...{ uetr: "97ed48277b6f4491a06fb548d5a7512d", corridor: "one", payee: other, kind: "customer" },
        ...{ purpose: "GDDS", money: { currency: "USD", amount: "100" }, attestations: [], expiresMs: 61_000 },
      },
      original: { messageId: "M1", messageName: "pacs.008.001.08", instructionId: "I1" },
    });
    expect(orderOf(bankPayment(5n), 0, setting)).toMatchObject({ content: { kind: "interbank", purpose: "OTHR" } });
  });
});

const uetr = "97ed4827-7b6f-4491-a06f-b548d5a7512d";
const digits = uetr.replaceAll("-", "");

describe("what a bank says", () => {
  const status = (TxSts: string, code?: string, OrgnlUETR: string | undefined = uetr): Message => ({
    name: "pacs.002.001.10",
    content: {
      GrpHdr: { MsgId: "S1", CreDtTm: "2026-01-05T09:00:00Z" },
      TxInfAndSts: [
        {
          ...(OrgnlUETR !== "" && { OrgnlUETR }),
          TxSts,
          ...(code !== undefined && { StsRsnInf: [{ Rsn: { Cd: code } }] }),
        },
      ],
    },
  });
  const orderIn = (message: Message) => instructionsOf(message as Parameters<typeof instructionsOf>[0])[0];

  it("of an incoming payment accepts, rejects or pends it, and nothing else", () => {
    const said = (code: string, reason?: string) => orderIn(status(code, reason))?.order;
    expect(said("ACCP")).toEqual({ type: "payments/acceptPayment", content: { uetr: digits } });
    expect(said("RJCT", "AC04")).toMatchObject({ content: { as: "rejected", reason: "AC04" } });
    expect(said("BLCK")).toMatchObject({ content: { as: "blocked", reason: "NARR" } });
    expect(said("PDNG")).toMatchObject({ type: "payments/pendPayment", content: { as: "pending" } });
    expect(said("ACWP")).toMatchObject({ content: { as: "acceptedNotPosted" } });
    expect(said("ACSP")).toMatchObject({ reason: "NARR" });
    expect(orderIn(status("ACCP", undefined, ""))).toMatchObject({ key: undefined, order: { reason: "CH21" } });
  });

  it("has one key for the same file, and another for another decision or message", () => {
    const keys = [status("ACCP"), status("ACCP"), status("RJCT", "AC04")].map((message) => orderIn(message)?.key);
    expect(keys[0]).toBe(keys[1]);
    expect(keys[2]).not.toBe(keys[0]);
    expect(keys[0]?.endsWith(`/${uetr}`)).toBe(true);
  });
});

describe("what a bank is told", () => {
  const about = (type: string): About => ({
    ...{ type: `payments/${type}`, place: "12.3", createdAt: "2026-01-05T09:00:00.000Z" },
    ...{ uetr: digits, payer: own, payee: other, endToEndId: "E-1" },
  });
  const told = (account: string, type: string, content: object, recallCode?: string) =>
    noticesOf(about(type), content, { account, bicOf: () => undefined, originalOf: () => undefined }, recallCode).map(
      (message) => readMessage(writeMessage(message)).name,
    );
  const money = { currency: "EUR", amount: "5" };

  it("is for the side that has not said it, and is a message of the standard each", () => {
    const prepared = { kind: "customer", purpose: "GDDS", destination: money };
    expect([told(own, "paymentPrepared", prepared), told(other, "paymentPrepared", prepared)]).toEqual([
      [],
      ["pacs.008.001.08"],
    ]);
    expect(told(other, "paymentPrepared", { ...prepared, kind: "interbank" })).toEqual(["pacs.009.001.08"]);
    expect(told(own, "paymentPended", { state: "pending" })).toEqual(["pacs.002.001.10"]);
    expect(told(other, "recallRequested", { reason: "DUPL" })).toEqual(["camt.056.001.08"]);
    expect(told(own, "recallAnswered", { state: "refused", reason: "CUST" })).toEqual(["camt.029.001.09"]);
    expect(told(own, "paymentReturned", { ...money, reason: "FOCR" })).toEqual(["pacs.004.001.09"]);
    expect(told(own, "paymentReturned", { ...money, reason: "FOCR" }, "PECR")).toEqual([
      "camt.029.001.09",
      "pacs.004.001.09",
    ]);
    expect([own, other, "third"].map((account) => told(account, "paymentSettled", {}).length)).toEqual([1, 1, 0]);
    expect(told(other, "paymentVoided", { state: "expired", reason: "AB03" })).toEqual(["pacs.002.001.10"]);
  });
});
