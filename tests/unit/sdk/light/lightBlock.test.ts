// Light blocks read from JSON, and every other shape refused.
import { describe, expect, it } from "vitest";
import { commitJson, headerJson, validatorJson } from "#src/comet/rpcJson.ts";
import { type LightBlock, parseLightBlockJson, refusingMalformed } from "#src/sdk/light/lightBlock.ts";
import { at, chainOf, steady } from "#tests/support/lightChain.ts";
import { lightCodeOf } from "#tests/support/lightErrors.ts";

const block = at(chainOf(steady({ a: 1, b: 2 }, 2)), 2);

function jsonOf({ header, commit, validators }: LightBlock) {
  const signed_header = { header: headerJson(header), commit: commitJson(commit) };
  return JSON.parse(JSON.stringify({ signed_header, validators: validators.members.map(validatorJson) }));
}

describe("a light block", () => {
  it("is read back as it was written", () => {
    expect(parseLightBlockJson(jsonOf(block))).toEqual(block);
  });

  const json = jsonOf(block);
  it.each([
    ["nothing", undefined],
    ["a text", "block"],
    ["no validators", { signed_header: json.signed_header }],
    ["no commit", { ...json, signed_header: { header: json.signed_header.header } }],
    ["another member", { ...json, canonical: true }],
    ["a malformed validator", { ...json, validators: [{}] }],
  ])("is refused as %s", async (_, malformed) => {
    expect(await lightCodeOf(() => parseLightBlockJson(malformed))).toBe("light/malformedAnswer");
  });

  it("lets a defect of the parser itself pass through", () => {
    const defect = () => {
      throw new TypeError("a defect");
    };
    expect(() => refusingMalformed(defect)).toThrow(TypeError);
  });
});
