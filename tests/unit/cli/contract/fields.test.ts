// Fields as flags, and flags as contents.
import { describe, expect, it } from "vitest";
import { contractModules } from "#src/cli/contract/contract.ts";
import { exampleFlags, fieldsOf, optionsOf, readFields } from "#src/cli/contract/fields.ts";
import { Failure } from "#src/cli/failure.ts";

const messages = new Map(contractModules().flatMap((module) => module.messages.map((each) => [each.type, each])));
const schemaOf = (type: string) => messages.get(type)?.schema ?? {};
const flagsOf = (type: string, args: readonly string[] = []) => Object.keys(optionsOf(fieldsOf(schemaOf(type), args)));

describe("flags", () => {
  it("are the fields of a message, those of objects with a dot between", () => {
    expect(flagsOf("accounts/rotateKeys")).toEqual(expect.arrayContaining(["policy.keys", "policy.threshold"]));
  });

  it("number the elements of a list of objects, as many as are named and no more than fit", () => {
    const legs = (args: readonly string[]) =>
      flagsOf("settlement/settleLegs", args).filter((flag) => flag.endsWith(".to"));
    expect(legs([])).toEqual(["legs.0.to"]);
    expect(legs(["--legs.2.to", "bob"])).toEqual(["legs.0.to", "legs.1.to", "legs.2.to"]);
    expect(legs(["--legs.4000000000.to", "bob"])).toHaveLength(32);
  });

  it("stand aside for the flags that every command has", () => {
    expect(flagsOf("parameters/planModule")).toContain("field.version");
    const taken = [...messages.keys()].flatMap((type) =>
      flagsOf(type).filter((flag) => ["from", "url", "json"].includes(flag)),
    );
    expect(taken).toEqual([]);
  });

  it("say what form a value has, and whether it may be left out", () => {
    const options = optionsOf(fieldsOf(schemaOf("settlement/pay"), []));
    expect(options.amount?.describe).toMatch(/^a whole number from 1 to \d+$/);
    expect(options.to?.describe).toContain("an account");
    expect(options.purpose?.describe).toMatch(/^\(optional\)/);
    expect(options.remittanceHash?.describe).toContain("32 bytes in hex");
  });

  it("that are needed stand in the example", () => {
    expect(exampleFlags(fieldsOf(schemaOf("settlement/pay"), []))).toBe("--amount AMOUNT --currency CURRENCY --to TO");
  });
});

describe("contents", () => {
  const read = (type: string, args: Record<string, unknown>, base?: Record<string, unknown>) =>
    readFields(
      fieldsOf(
        schemaOf(type),
        Object.keys(args).map((flag) => `--${flag}`),
      ),
      args,
      base,
    );

  it("nest what the flags name", () => {
    const args = { "legs.0.to": "bob", "legs.0.amount": "5", "legs.1.to": "carol", purpose: "GDDS" };
    expect(read("settlement/settleLegs", args)).toEqual({
      legs: [{ to: "bob", amount: "5" }, { to: "carol" }],
      purpose: "GDDS",
    });
    expect(read("accounts/rotateKeys", { "policy.threshold": "2", "policy.keys": ["aa", "bb"] })).toEqual({
      policy: { threshold: 2, keys: ["aa", "bb"] },
    });
  });

  it("keep amounts as texts, and make a list of one value that is given once", () => {
    expect(read("settlement/pay", { amount: "12345678901234567890" })).toEqual({ amount: "12345678901234567890" });
    expect(read("issuance/mint", { certificateIds: ["7", "8"] })).toEqual({ certificateIds: [7, 8] });
    expect(read("issuance/mint", { certificateIds: "7" })).toEqual({ certificateIds: [7] });
  });

  it("are laid over those of a file, which are not changed", () => {
    const base = { to: "bob", amount: "1" };
    expect(read("settlement/pay", { amount: "2" }, base)).toEqual({ to: "bob", amount: "2" });
    expect(base).toEqual({ to: "bob", amount: "1" });
  });

  it.each([
    ["a number that is none", { certificateIds: ["x"] }, "issuance/mint"],
    ["a number in another form", { certificateIds: ["1e3"] }, "issuance/mint"],
    ["one value given twice", { amount: ["1", "2"] }, "settlement/pay"],
  ])("are refused with %s", (_, args, type) => {
    expect(() => read(type, args)).toThrow(Failure);
  });
});
