// The published proof specification says what the code does, in the words of ICS-23.
import { readFileSync } from "node:fs";
import { ics23 } from "@confio/ics23";
import { describe, expect, it } from "vitest";
import { proofSpec } from "#src/proofs/proofSpec.ts";

const published = JSON.parse(
  readFileSync(new URL("../../../contracts/ics23-proof-spec.json", import.meta.url), "utf8"),
);

describe("the ICS-23 proof specification", () => {
  it("is published as it is used", () => {
    const bytesOf = (spec: ics23.IProofSpec) => Buffer.from(ics23.ProofSpec.encode(spec).finish()).toString("hex");
    expect(bytesOf(ics23.ProofSpec.fromObject(published))).toBe(bytesOf(proofSpec));
  });

  it("publishes no field but those of the specification", () => {
    const spec = ics23.ProofSpec.fromObject(published);
    expect(ics23.ProofSpec.toObject(spec, { enums: String, bytes: String })).toEqual(published);
  });
});
