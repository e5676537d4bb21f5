// Proofs of stored values and of absences, as a node's API answers them, and every alteration refused by code.
import { base64 } from "@scure/base";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Header } from "#src/comet/header.ts";
import { parseHeaderJson } from "#src/comet/rpcJsonReader.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { LightError } from "#src/sdk/light/lightError.ts";
import { verifyStateProof } from "#src/sdk/light/stateProof.ts";
import { type HttpApi, startHttpApi } from "#tests/support/httpApi.ts";
import { lightCodeOf } from "#tests/support/lightErrors.ts";

let api: HttpApi;
// The shape of an answer is what a test is about to look at.
// biome-ignore lint/suspicious/noExplicitAny: a test names the members it expects.
type Proof = any;
interface Proved {
  readonly proof: Proof;
  readonly header: Header;
  readonly key: string;
}
let presence: Proved;
let other: Proved;
let later: Proved;
let absence: Proved;

beforeAll(async () => {
  api = await startHttpApi();
  await issue("5");
  presence = await prove("bob", "CNY");
  other = await prove("carol", "CNY");
  absence = await prove("bob", "THB");
  await issue("6");
  later = await prove("bob", "CNY");
});
afterAll(() => api.close());

async function issue(amount: string): Promise<void> {
  for (const to of ["bob", "carol"]) {
    const answer = await api.post("/v1/accounts/issueCurrency?signAs=cny-issuer", { currency: "CNY", to, amount });
    expect(answer.json).toMatchObject({ code: 0 });
  }
}

async function prove(alias: string, currency: string): Promise<Proved> {
  const { proof } = (await api.get(`/v1/accounts/balance?account=${alias}&currency=${currency}&prove=true`)).json;
  const { json } = await api.get(`/v1/blocks/${proof.height + 1}/light`);
  return { proof, header: parseHeaderJson(json.signed_header.header), key: proof.key };
}

const codeOf = ({ proof, header, key }: Proved) => lightCodeOf(() => verifyStateProof(header, proof, { key }));
const altered = (proved: Proved, fields: object) => codeOf({ ...proved, proof: { ...proved.proof, ...fields } });

describe("a proof", () => {
  it("gives the value that is stored, and shows what is not there", () => {
    const { proof, header, key } = presence;
    const proved = verifyStateProof(header, proof, { key });
    expect(proved).toMatchObject({ present: true, height: proof.height });
    expect(proved.present && bytesToHex(proved.value)).toBe(proof.valueHex);
    const { height } = absence.proof;
    expect(verifyStateProof(absence.header, absence.proof, { key: absence.key })).toEqual({ present: false, height });
  });

  it("is about the key that was asked for", async () => {
    expect(await codeOf({ ...presence, key: other.key })).toBe("light/wrongKey");
    expect(await altered(presence, { key: other.key })).toBe("light/wrongKey");
    expect(await altered(presence, { keyHex: other.proof.keyHex })).toBe("light/wrongKey");
    const { key, keyHex } = other.proof;
    expect(await codeOf({ ...presence, key, proof: { ...presence.proof, key, keyHex } })).toBe(
      "light/presenceNotProved",
    );
  });

  it("belongs to the trusted header, which follows its height", async () => {
    expect(await codeOf({ ...presence, header: later.header })).toBe("light/wrongProofHeader");
    expect(await altered(presence, { height: presence.proof.height + 1 })).toBe("light/wrongProofHeader");
    const header = { ...presence.proof.header, app_hash: later.proof.header.app_hash };
    expect(await altered(presence, { header })).toBe("light/wrongProofHeader");
  });

  it("leads to the root of that header, not of another height", async () => {
    expect(await altered(presence, { rootHex: later.proof.rootHex })).toBe("light/wrongRoot");
    const { ics23Base64, valueHex } = later.proof;
    expect(await altered(presence, { ics23Base64, valueHex })).toBe("light/presenceNotProved");
  });

  it("shows the value that it says", async () => {
    expect(await altered(presence, { valueHex: later.proof.valueHex })).toBe("light/presenceNotProved");
    expect(await altered(presence, { valueHex: "" })).toBe("light/presenceNotProved");
  });

  it("of a presence is none of an absence, and the reverse", async () => {
    expect(await altered(presence, { present: false, valueHex: "" })).toBe("light/absenceNotProved");
    expect(await altered(presence, { present: false })).toBe("light/absenceNotProved");
    expect(await altered(absence, { present: true, valueHex: presence.proof.valueHex })).toBe(
      "light/presenceNotProved",
    );
    const { key, keyHex } = presence.proof;
    const ofPresent = { ...absence.proof, key, keyHex };
    expect(await codeOf({ ...absence, key, proof: ofPresent })).toBe("light/absenceNotProved");
    expect(await altered(absence, { valueHex: presence.proof.valueHex })).toBe("light/absenceNotProved");
  });

  it.each([
    ["no proof", undefined],
    ["a member too many", { extra: 1 }],
    ["a proof that is not base64", { ics23Base64: "!!!!" }],
    ["a proof cut within a group of base64", { ics23Base64: "AAA" }],
    ["a short root", { rootHex: "00" }],
    ["a header of another form", { header: {} }],
    ["presence as a text", { present: "true" }],
  ])("is malformed with %s", async (_, fields) => {
    const proof = fields === undefined ? undefined : { ...presence.proof, ...fields };
    expect(await codeOf({ ...presence, proof })).toBe("light/malformedAnswer");
  });

  it("is never believed when cut short or with any bit changed", () => {
    fc.assert(
      fc.property(fc.boolean(), fc.boolean(), fc.nat(), fc.nat(7), (ofPresence, isCut, place, bit) => {
        const { proof, header, key } = ofPresence ? presence : absence;
        const bytes = base64.decode(proof.ics23Base64);
        const offset = place % bytes.length;
        const changed = isCut ? bytes.slice(0, offset) : bytes.slice();
        if (!isCut) changed[offset] = (changed[offset] ?? 0) ^ (1 << bit);
        try {
          verifyStateProof(header, { ...proof, ics23Base64: base64.encode(changed) }, { key });
          return false;
        } catch (error) {
          return error instanceof LightError;
        }
      }),
      { numRuns: 500 },
    );
  });
});
