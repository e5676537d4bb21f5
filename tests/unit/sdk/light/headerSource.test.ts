// The source over a node's API asks for the right path and believes nothing that is malformed.
import { describe, expect, it } from "vitest";
import { commitJson, headerJson, validatorJson } from "#src/comet/rpcJson.ts";
import { limits } from "#src/core/limits.ts";
import { fetchLightBlock } from "#src/sdk/light/bisection.ts";
import { apiHeaderSource, cometHeaderSource } from "#src/sdk/light/headerSource.ts";
import { startHttpApi } from "#tests/support/httpApi.ts";
import { at, chainOf, steady } from "#tests/support/lightChain.ts";
import { lightCodeOf } from "#tests/support/lightErrors.ts";

describe("the source over a node's API", () => {
  it("answers light blocks by height and the newest one", async () => {
    const api = await startHttpApi();
    const paths: string[] = [];
    const source = apiHeaderSource("node", async (path) => {
      paths.push(path);
      const { status, json } = await api.get(path);
      if (status !== 200) throw new Error(json.code);
      return json;
    });
    await api.service.makeBlock([]);
    expect((await source.lightBlockAt(1)).header.height).toBe(1);
    expect((await source.lightBlockAt("latest")).header.height).toBe(2);
    expect(paths).toEqual(["/v1/blocks/1/light", "/v1/blocks/latest/light"]);
    expect(await lightCodeOf(() => fetchLightBlock(source, 99))).toBe("light/unavailable");
    await api.close();
  });

  it("refuses an answer of another form", async () => {
    const source = apiHeaderSource("node", async () => ({ header: {} }));
    expect(await lightCodeOf(() => source.lightBlockAt(1))).toBe("light/malformedAnswer");
  });
});

describe("the source over CometBFT's RPC", () => {
  const powers = Object.fromEntries(
    Array.from({ length: limits.validatorsMax }, (_, index) => [`v${index}`, 1 + index]),
  );
  const block = at(chainOf(steady(powers, 1)), 1);
  const members = block.validators.members.map(validatorJson);
  const commitAnswer = (change: object = {}) => ({
    jsonrpc: "2.0",
    id: -1,
    result: {
      signed_header: { header: headerJson(block.header), commit: commitJson(block.commit) },
      canonical: true,
      ...change,
    },
  });
  const validatorsAnswer = (page: readonly unknown[]) => ({
    jsonrpc: "2.0",
    id: -1,
    result: { block_height: "1", validators: page, count: `${page.length}`, total: `${members.length}` },
  });

  it("joins the pages of the largest validator set", async () => {
    const paths: string[] = [];
    const source = cometHeaderSource("comet", async (path) => {
      paths.push(path);
      if (path.startsWith("/commit")) return commitAnswer();
      return validatorsAnswer(path.includes("page=1&") ? members.slice(0, 100) : members.slice(100));
    });
    expect(await source.lightBlockAt("latest")).toEqual(block);
    expect(paths).toEqual([
      "/commit",
      "/validators?height=1&page=1&per_page=100",
      "/validators?height=1&page=2&per_page=100",
    ]);
  });

  it("asks for no more pages than there can be, whatever the total says", async () => {
    let asked = 0;
    const source = cometHeaderSource("comet", async (path) => {
      asked += 1;
      if (path.startsWith("/commit")) return commitAnswer();
      const { result, ...rest } = validatorsAnswer(members.slice(0, 1));
      return { ...rest, result: { ...result, total: "1000000" } };
    });
    expect(await lightCodeOf(() => source.lightBlockAt(1))).toBe("light/malformedAnswer");
    expect(asked).toBe(3);
  });

  it.each<[string, (path: string) => unknown]>([
    ["an error", () => ({ jsonrpc: "2.0", id: -1, error: { code: -32603, message: "Internal error" } })],
    [
      "a header whose height is no number",
      () => commitAnswer({ signed_header: { header: { height: "1&x=" }, commit: {} } }),
    ],
    ["validators that are no list", (path) => (path.startsWith("/commit") ? commitAnswer() : { result: {} })],
  ])("refuses %s", async (_, answer) => {
    const source = cometHeaderSource("comet", async (path) => answer(path));
    expect(await lightCodeOf(() => source.lightBlockAt(1))).toBe("light/malformedAnswer");
  });
});
