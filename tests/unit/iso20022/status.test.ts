// What a payment's state is called in a status report, and why.
import { expect, it } from "vitest";
import { type MessageOf, readMessage, writeMessage } from "#src/iso20022/message.ts";
import { type PaymentState, paymentStatuses, transactionStatus } from "#src/iso20022/status.ts";

it("each state has one status, and a reason where the state itself is one", () => {
  const table = Object.entries(paymentStatuses).map(([state, { TxSts, reason, isFinal }]) =>
    [state, TxSts, reason ?? "-", isFinal ? "final" : "open"].join(" "),
  );
  expect(table).toEqual([
    "reserved ACSP - open",
    "queued PDNG - open",
    "acceptedNotPosted ACWP - open",
    "settled ACSC - open",
    "credited ACCC - final",
    "blocked BLCK - final",
    "refused RJCT - final",
    "expired RJCT AB03 final",
    "aborted RJCT ED05 final",
    "duplicate RJCT DUPL final",
  ]);
});

const original = {
  OrgnlGrpInf: { OrgnlMsgId: "M", OrgnlMsgNmId: "pacs.008.001.08" },
  OrgnlInstrId: "I",
  OrgnlEndToEndId: "E",
  OrgnlTxId: "T",
  OrgnlUETR: "0d6f0b1c-5a3e-4c8e-9d54-2f6f2d8a1b07",
};

it("each state makes a report that can be sent", () => {
  for (const state of Object.keys(paymentStatuses) as PaymentState[]) {
    const report = transactionStatus(original, state === "refused" ? { refused: "AM04" } : state);
    const message: MessageOf<"pacs.002.001.10"> = {
      name: "pacs.002.001.10",
      content: { GrpHdr: { MsgId: "S", CreDtTm: "2026-11-27T00:00:00Z" }, TxInfAndSts: [report] },
    };
    expect(readMessage(writeMessage(message))).toEqual(message);
    expect(report).toMatchObject({ ...original, TxSts: paymentStatuses[state].TxSts });
    const rejected = report.TxSts === "RJCT";
    expect(report.StsRsnInf !== undefined).toBe(rejected);
  }
});

it("a refusal says the reason that it is given", () => {
  expect(transactionStatus({ OrgnlUETR: original.OrgnlUETR }, { refused: "AM04" })).toEqual({
    OrgnlUETR: original.OrgnlUETR,
    TxSts: "RJCT",
    StsRsnInf: [{ Rsn: { Cd: "AM04" } }],
  });
});
