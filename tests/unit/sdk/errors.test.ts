// Errors say what happened, and let a program tell one reason from another.
import { expect, it } from "vitest";
import { isRefused, RefusedError, SignerError, UnknownMessageError, UnreachableError } from "#src/sdk/errors.ts";

const refused = new RefusedError({
  code: "accounts/insufficientFunds",
  number: 159,
  kind: "conflict",
  text: "The account does not hold that much.",
  details: { account: "kdg1x", currency: "KDG", available: "5" },
});

it("knows a refusal by its code alone", () => {
  expect(isRefused(refused, "accounts/insufficientFunds")).toBe(true);
  expect(isRefused(refused, "accounts/unknownAccount")).toBe(false);
  expect(isRefused({ code: "accounts/insufficientFunds" }, "accounts/insufficientFunds")).toBe(false);
  expect(isRefused(undefined, "accounts/insufficientFunds")).toBe(false);
});

it("has the details of a refusal under their names, and amounts as texts", () => {
  if (!isRefused(refused, "accounts/insufficientFunds")) throw new Error("it is refused for this reason");
  expect(BigInt(refused.details.available)).toBe(5n);
  expect(refused.message).toBe("accounts/insufficientFunds: The account does not hold that much.");
});

it("keeps what caused it", () => {
  const cause = new Error("the cable");
  expect(new UnreachableError("http://x", cause).cause).toBe(cause);
  expect(new SignerError("00", "did not sign", cause).cause).toBe(cause);
});

it("says of a message which side lacks it", () => {
  expect(new UnknownMessageError("a/b", "absent in the ledger").message).toBe(
    "the message a/b is absent in the ledger",
  );
});
