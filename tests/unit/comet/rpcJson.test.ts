// The JSON of headers and commits: read back it is the same, and small things look as CometBFT prints them.
import { describe, expect, it } from "vitest";
import { noBlockId } from "#src/comet/blockId.ts";
import { signCommit } from "#src/comet/commit.ts";
import { blockIdJson, commitJson, headerJson, timestampText, validatorJson } from "#src/comet/rpcJson.ts";
import { parseCommitJson, parseHeaderJson } from "#src/comet/rpcJsonReader.ts";
import { absentTime } from "#src/comet/timestamp.ts";
import { validatorSet } from "#src/comet/validators.ts";
import { buildBlockId, buildHeader, buildSigners } from "#tests/support/cometBlocks.ts";

const signers = buildSigners(3);
const validators = validatorSet(signers.map(({ publicKey }) => ({ publicKey, power: 5n })));

describe("the JSON of a header", () => {
  it("reads back as the same header", () => {
    for (const header of [buildHeader(), buildHeader({ lastBlockId: noBlockId, appHash: new Uint8Array(0) })]) {
      expect(parseHeaderJson(JSON.parse(JSON.stringify(headerJson(header))))).toEqual(header);
    }
  });

  it("leaves out an application version of zero", () => {
    expect(headerJson(buildHeader({ version: { block: 11, app: 0 } })).version).toEqual({ block: "11" });
  });

  it("shows no block before the first with empty hashes", () => {
    expect(blockIdJson(noBlockId)).toEqual({ hash: "", parts: { total: 0, hash: "" } });
  });
});

describe("the JSON of a commit", () => {
  it("reads back as the same commit, with absent validators", () => {
    const time = { seconds: 1_700_000_000, nanos: 20_000_000 };
    const request = { chainId: "chain", height: 3, round: 1, blockId: buildBlockId(), time, validators };
    const commit = signCommit({ ...request, signers: signers.slice(1) });
    expect(parseCommitJson(JSON.parse(JSON.stringify(commitJson(commit))))).toEqual(commit);
  });
});

describe("the JSON of a validator", () => {
  it("names its key's scheme and shows its power as text", () => {
    const [first] = validators.members.map(validatorJson);
    expect(first?.pub_key.type).toBe("tendermint/PubKeyEd25519");
    expect(first?.voting_power).toBe("5");
  });
});

describe("the text of a time", () => {
  it("has as many decimals as it needs", () => {
    expect(timestampText({ seconds: 1_570_983_284, nanos: 0 })).toBe("2019-10-13T16:14:44Z");
    expect(timestampText({ seconds: 1_570_983_284, nanos: 500_000_000 })).toBe("2019-10-13T16:14:44.5Z");
    expect(timestampText({ seconds: 1_570_983_284, nanos: 1 })).toBe("2019-10-13T16:14:44.000000001Z");
    expect(timestampText(absentTime)).toBe("0001-01-01T00:00:00Z");
  });
});
