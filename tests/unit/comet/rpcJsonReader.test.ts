// Reads what CometBFT's RPC answers, and refuses everything that it would never answer.
import { describe, expect, it } from "vitest";
import { noBlockId } from "#src/comet/blockId.ts";
import { type CommitSignature, signCommit } from "#src/comet/commit.ts";
import { commitJson, headerJson, validatorJson } from "#src/comet/rpcJson.ts";
import { parseCommitJson, parseHeaderJson, parseValidatorsJson, RpcJsonError } from "#src/comet/rpcJsonReader.ts";
import { totalPowerMax, validatorSet } from "#src/comet/validators.ts";
import { limits } from "#src/core/limits.ts";
import { buildBlockId, buildHeader, buildSigners } from "#tests/support/cometBlocks.ts";

const signers = buildSigners(3);
const validators = validatorSet(signers.map(({ publicKey }, index) => ({ publicKey, power: BigInt(index + 5) })));
const time = { seconds: 1_700_000_000, nanos: 20_000_001 };
const commit = signCommit({
  chainId: "chain",
  height: 3,
  round: 1,
  blockId: buildBlockId(),
  time,
  validators,
  signers: signers.slice(1),
});

const textOf = (value: unknown) => JSON.parse(JSON.stringify(value));
const headerText = (changes: object = {}) => ({ ...textOf(headerJson(buildHeader())), ...changes });
const commitText = (changes: object = {}) => ({ ...textOf(commitJson(commit)), ...changes });
const membersText = () => validators.members.map((member) => textOf(validatorJson(member)));

describe("a header", () => {
  it("is read back as it was written", () => {
    for (const header of [buildHeader(), buildHeader({ lastBlockId: noBlockId, appHash: new Uint8Array(0) })]) {
      expect(parseHeaderJson(textOf(headerJson(header)))).toEqual(header);
    }
  });

  const shortHash = "AB".repeat(31);
  it.each([
    ["null", null],
    ["a list", []],
    ["no height", (({ height: _, ...rest }) => rest)(headerText())],
    ["a member that headers do not have", headerText({ extra: "1" })],
    ["a height that is a number", headerText({ height: 5 })],
    ["height 0", headerText({ height: "0" })],
    ["a height with a leading zero", headerText({ height: "05" })],
    ["a height beyond what a number holds", headerText({ height: "9007199254740993" })],
    ["a time without its zone", headerText({ time: "2024-01-01T00:00:00" })],
    ["a time in another zone", headerText({ time: "2024-01-01T00:00:00+01:00" })],
    ["a day that no month has", headerText({ time: "2023-02-30T00:00:00Z" })],
    ["a thirteenth month", headerText({ time: "2023-13-01T00:00:00Z" })],
    ["ten decimals of a second", headerText({ time: "2024-01-01T00:00:00.1234567890Z" })],
    ["a short hash", headerText({ validators_hash: shortHash })],
    ["a hash in lower case", headerText({ data_hash: "ab".repeat(32) })],
    ["no validators' hash", headerText({ validators_hash: "" })],
    ["a long state root", headerText({ app_hash: "AB".repeat(33) })],
    ["a short proposer's address", headerText({ proposer_address: "AB".repeat(19) })],
    ["a chain without a name", headerText({ chain_id: "" })],
    ["a chain with a long name", headerText({ chain_id: "c".repeat(51) })],
    ["half a name of the last block", headerText({ last_block_id: { hash: "", parts: { total: 1, hash: "" } } })],
  ])("is refused with %s", (_, json) => {
    expect(() => parseHeaderJson(json)).toThrow(RpcJsonError);
  });

  it("names the place that is wrong", () => {
    expect(() => parseHeaderJson(headerText({ version: { block: "x" } }))).toThrow(
      "a header is malformed at /version/block",
    );
  });
});

describe("a commit", () => {
  it("is read back as it was written, with absent validators and votes for nil", () => {
    const nil = (signature: CommitSignature): CommitSignature =>
      signature.flag === "commit" ? { ...signature, flag: "nil" } : signature;
    const withNil = { ...commit, signatures: commit.signatures.map(nil) };
    for (const one of [commit, withNil]) expect(parseCommitJson(textOf(commitJson(one)))).toEqual(one);
  });

  const [absent, present] = [...commitText().signatures].sort((a, b) => a.block_id_flag - b.block_id_flag);
  it.each([
    ["an absent validator that signs", { ...absent, signature: present.signature }],
    ["an absent validator with an address", { ...absent, validator_address: present.validator_address }],
    ["an absent validator with a time", { ...absent, timestamp: present.timestamp }],
    ["a vote without a signature", { ...present, signature: null }],
    ["a vote without an address", { ...present, validator_address: "" }],
    ["a short signature", { ...present, signature: "AAAA" }],
    ["a signature that is not base64", { ...present, signature: `!${present.signature.slice(1)}` }],
    ["a flag that CometBFT does not know", { ...present, block_id_flag: 4 }],
    ["a signature with another member", { ...present, extra: 1 }],
  ])("is refused with %s", (_, signature) => {
    expect(() => parseCommitJson(commitText({ signatures: [signature] }))).toThrow(RpcJsonError);
  });

  it("is refused with more signatures than a network has validators", () => {
    const signatures = Array.from({ length: limits.validatorsMax }, () => absent);
    expect(parseCommitJson(commitText({ signatures })).signatures.length).toBe(limits.validatorsMax);
    expect(() => parseCommitJson(commitText({ signatures: [...signatures, absent] }))).toThrow(RpcJsonError);
  });

  it("is refused with a round that is negative or text", () => {
    for (const round of [-1, 2 ** 31, "1"]) expect(() => parseCommitJson(commitText({ round }))).toThrow(RpcJsonError);
  });
});

describe("a validator set", () => {
  it("is read back as it was written, in whatever order it comes", () => {
    expect(parseValidatorsJson(membersText())).toEqual(validators);
    expect(parseValidatorsJson(membersText().reverse())).toEqual(validators);
  });

  it.each<[string, (members: ReturnType<typeof membersText>) => unknown]>([
    ["nobody", () => []],
    ["somebody twice", (members) => [...members, members[0]]],
    ["an address of another key", ([first, second]) => [{ ...first, address: second.address }]],
    [
      "a key of another scheme",
      ([first]) => [{ ...first, pub_key: { ...first.pub_key, type: "tendermint/PubKeySr25519" } }],
    ],
    ["no power", ([first]) => [{ ...first, voting_power: "0" }]],
    ["negative power", ([first]) => [{ ...first, voting_power: "-1" }]],
    ["power that is a number", ([first]) => [{ ...first, voting_power: 1 }]],
    ["power beyond CometBFT's bound", ([first]) => [{ ...first, voting_power: `${totalPowerMax + 1n}` }]],
    ["too much power together", (members) => members.map((one) => ({ ...one, voting_power: `${totalPowerMax / 2n}` }))],
    ["another member", ([first]) => [{ ...first, name: "zurich" }]],
  ])("is refused with %s", (_, change) => {
    expect(() => parseValidatorsJson(change(membersText()))).toThrow(RpcJsonError);
  });
});
