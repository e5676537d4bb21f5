// The source over a node's API asks for the right path and believes nothing that is malformed.
import { describe, expect, it } from "vitest";
import { fetchLightBlock } from "#src/sdk/light/bisection.ts";
import { apiHeaderSource } from "#src/sdk/light/headerSource.ts";
import { startHttpApi } from "#tests/support/httpApi.ts";
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
