// `kedge verify`: checks what a node says, from something trusted, without believing the node.
import { z } from "zod";
import { defineCommand, defineGroup } from "#src/cli/command.ts";
import { Failure, usageFailure } from "#src/cli/failure.ts";
import { parseHeight } from "#src/cli/heights.ts";
import { getParsed } from "#src/cli/http.ts";
import { trustedClient, trustOptions } from "#src/cli/verify/lightClient.ts";
import { rebalanceText } from "#src/cli/verify/rebalanceText.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { type LightBlock, lightBlockHash } from "#src/sdk/light/lightBlock.ts";

const proofAnswerSchema = z.looseObject({ proof: z.looseObject({ height: z.int().min(0) }) });

const unverified = (code: string, message: string, details: Readonly<Record<string, unknown>>) =>
  new Failure("unverified", code, message, details);

/** The share of the validators' power that signed a block which the light client has verified. */
function signedShare({ commit, validators }: LightBlock): string {
  let signed = 0n;
  for (const [index, { power }] of validators.members.entries()) {
    if (commit.signatures[index]?.flag === "commit") signed += power;
  }
  const permille = Number((signed * 1_000n) / validators.totalPower);
  const count = commit.signatures.filter(({ flag }) => flag === "commit").length;
  return `${(permille / 10).toFixed(1)} % of the power, ${count} of ${validators.members.length} validators`;
}

const witnessed = (heard: ReadonlyMap<string, string>) =>
  heard.size === 0 ? {} : { witnesses: Object.fromEntries(heard) };

const witnessLines = (heard: ReadonlyMap<string, string>) =>
  [...heard].map(([source, verdict]) => `witness  ${source} ${verdict}`);

const row = defineCommand({
  command: "row <key>",
  describe:
    "Prove what the ledger holds under a key, or that it holds nothing; the exit code is 5 when it does not hold",
  example: "verify row accounts/supply/KDG --trust 1200:3f…a9",
  positionals: { key: { type: "string", demandOption: true, describe: "A readable key, as `kedge diff` shows them" } },
  options: { ...trustOptions, height: { type: "string", describe: "An earlier height [default: the newest]" } },
  async run({ key, height, ...trust }) {
    const at = height === undefined ? "" : `&height=${parseHeight(height, "--height")}`;
    const { client, chainId, heard, root: trusted } = await trustedClient(trust);
    const path = `/v1/proof?key=${encodeURIComponent(key)}${at}`;
    const { proof } = await getParsed(trust.url, path, proofAnswerSchema);
    const proved = await client.verifyStateProof(proof, { key }, Date.now());
    const block = await client.verifyToHeight(proved.height + 1, Date.now());
    const root = bytesToHex(block.header.appHash);
    const { rowReader } = await import("#src/node/maintenance/rowReader.ts");
    const { programModules } = await import("#src/node/programModules.ts");
    const value = proved.present ? rowReader(programModules().newest().modules)(key, proved.value) : undefined;
    const signed = signedShare(block);
    const json = {
      key,
      present: proved.present,
      ...value,
      height: proved.height,
      root,
      chainId,
      signed,
      trusted,
      ...witnessed(heard),
    };
    const lines = [
      `key      ${key}`,
      `value    ${value === undefined ? "nothing is stored there" : JSON.stringify(value.value ?? value.hex)}`,
      `height   ${proved.height} of ${chainId}`,
      `root     ${root}, in header ${block.header.height}`,
      `signed   by ${signed}`,
      `trusted  ${trusted}`,
      ...witnessLines(heard),
    ];
    return { text: lines.join("\n"), json };
  },
});

const rebalance = defineCommand({
  command: "rebalance <number>",
  describe:
    "Prove a rebalance and all that it was made from, and compute it again; the exit code is 5 when it does not hold",
  example: "verify rebalance 1 --genesis genesis.json",
  positionals: { number: { type: "number", demandOption: true, describe: "The number of the rebalance" } },
  options: { ...trustOptions, height: { type: "string", describe: "An earlier height [default: the newest]" } },
  async run({ number, height, ...trust }) {
    if (!Number.isSafeInteger(number) || number < 1) throw usageFailure("a rebalance has a whole number from 1 on");
    const { client, chainId, heard, root: trusted } = await trustedClient(trust);
    const newest = await client.verifyToHeight("latest", Date.now());
    const at = height === undefined ? newest.header.height - 1 : parseHeight(height, "--height");
    const { proveRebalance } = await import("#src/node/maintenance/provedRebalance.ts");
    const { verified, rows } = await proveRebalance(number, at, async (key) => {
      const path = `/v1/proof?key=${encodeURIComponent(key)}&height=${at}`;
      const { proof } = await getParsed(trust.url, path, proofAnswerSchema);
      const proved = await client.verifyStateProof(proof, { key }, Date.now());
      return proved.present ? proved.value : undefined;
    });
    const block = await client.verifyToHeight(at + 1, Date.now());
    const root = bytesToHex(block.header.appHash);
    const shown = { number, height: at, root, chainId, rows, trusted, ...witnessed(heard) };
    if (verified === undefined)
      throw unverified("cli/rebalanceMissing", `it is proved that there is no rebalance ${number}`, shown);
    const { text, json } = rebalanceText(verified);
    const wrong = verified.checks.filter(({ holds }) => !holds).map(({ claim }) => claim);
    if (wrong.length > 0)
      throw unverified("cli/rebalanceWrong", `rebalance ${number} does not hold: ${wrong.join("; ")}`, {
        ...shown,
        ...json,
      });
    const lines = [
      ...text,
      `proved   ${rows} rows at height ${at} of ${chainId}, root ${root}`,
      `signed   by ${signedShare(block)}`,
      `trusted  ${trusted}`,
      ...witnessLines(heard),
    ];
    return { text: lines.join("\n"), json: { ...shown, ...json } };
  },
});

/** The light client's own bound on a way of headers is as long. */
const headersMax = 1_000;

const chain = defineCommand({
  command: "chain",
  describe: "Verify the headers of a range of heights, one after the other",
  example: "verify chain --from 1 --to 100 --genesis genesis.json",
  options: {
    ...trustOptions,
    from: { type: "string", default: "1", describe: "The first height" },
    to: { type: "string", describe: "The last height [default: the newest]" },
  },
  async run({ from, to, ...trust }, { progress, terminal }) {
    const first = parseHeight(from, "--from");
    const { client, chainId, heard, root: trusted } = await trustedClient(trust);
    const newest = await client.verifyToHeight(to === undefined ? "latest" : parseHeight(to, "--to"), Date.now());
    const last = newest.header.height;
    if (first < 1 || first > last || last - first >= headersMax) {
      throw usageFailure(`--from and --to name a range of at most ${headersMax} heights`);
    }
    const headers: { height: number; hash: string; appHash: string; signed: string }[] = [];
    for (let height = first; height <= last; height += 1) {
      const block = await client.verifyToHeight(height, Date.now());
      const { appHash } = block.header;
      headers.push({
        height,
        hash: bytesToHex(lightBlockHash(block)),
        appHash: bytesToHex(appHash),
        signed: signedShare(block),
      });
      if (terminal.isWatched && height % 100 === 0) progress(`header ${height} holds`);
    }
    const end = headers.at(-1);
    const lines = [
      `Headers ${first} to ${last} of ${chainId} hold, the last one signed by ${end?.signed}.`,
      `trusted  ${trusted}`,
      ...witnessLines(heard),
      `To trust the last one later: --trust ${last}:${end?.hash}`,
    ];
    return { text: lines.join("\n"), json: { chainId, from: first, to: last, trusted, ...witnessed(heard), headers } };
  },
});

export const verify = defineGroup("verify", "Check what a node says without believing it", [row, chain, rebalance]);
