// The light client over what the RPC of a CometBFT node really answered, while its validators changed.
import { expect, it } from "vitest";
import { msOfTimestamp } from "#src/comet/timestamp.ts";
import { cometHeaderSource } from "#src/sdk/light/headerSource.ts";
import { LightClient } from "#src/sdk/light/lightClient.ts";
import { dayMs } from "#tests/support/lightChain.ts";
import { lightCodeOf } from "#tests/support/lightErrors.ts";
import recorded from "./cometbft-rpc.json" with { type: "json" };

const answers = new Map<string, unknown>(Object.entries(recorded.answers));

const source = cometHeaderSource("recorded", async (path) => {
  const answer = answers.get(path);
  if (answer === undefined || JSON.stringify(answer).includes('"error"')) throw new Error(`no answer to ${path}`);
  return answer;
});

it("verifies every height of a CometBFT chain from its first validators", async () => {
  const newest = await source.lightBlockAt("latest");
  const nowMs = msOfTimestamp(newest.header.time) + 1_000;
  const first = await source.lightBlockAt(1);
  const client = new LightClient({
    primary: source,
    rules: { chainId: first.header.chainId, trustingPeriodMs: dayMs },
  });
  await client.trustValidators(first.validators);
  const latest = await client.verifyToHeight("latest", nowMs);
  expect(latest.header.height).toBe(18);
  expect(latest.validators.members.map(({ power }) => power)).toEqual([10n, 3n]);
  expect(latest.commit.signatures.map(({ flag }) => flag)).toEqual(["commit", "absent"]);
  for (const height of [2, 14]) expect((await client.verifyToHeight(height, nowMs)).header.height).toBe(height);
  expect(await lightCodeOf(() => client.verifyToHeight(99_999, nowMs))).toBe("light/unavailable");
});
