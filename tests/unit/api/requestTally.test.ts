// The tally of requests behind the metrics.
import { Registry } from "prom-client";
import { expect, it } from "vitest";
import { RequestTally } from "#src/api/requestTally.ts";

it("counts answers by status and time, in the text form of Prometheus", async () => {
  const tally = new RequestTally();
  const registry = new Registry();
  tally.register(registry);
  const observe = tally.observerOf("GET", "/v1/blocks/:height");
  tally.observerOf("GET", "/never/asked");
  observe(200, 1);
  observe(200, 30);
  observe(404, 20_000);

  const lines = (await registry.metrics()).split("\n");
  expect(lines).toContain("# TYPE kedge_http_requests_total counter");
  expect(lines).toContain('kedge_http_requests_total{method="GET",route="/v1/blocks/:height",status="200"} 2');
  expect(lines).toContain('kedge_http_requests_total{method="GET",route="/v1/blocks/:height",status="404"} 1');
  const bucket = (le: string) =>
    `kedge_http_request_seconds_bucket{le="${le}",method="GET",route="/v1/blocks/:height"}`;
  expect(lines).toContain(`${bucket("0.001")} 1`);
  expect(lines).toContain(`${bucket("0.05")} 2`);
  expect(lines).toContain(`${bucket("10")} 2`);
  expect(lines).toContain(`${bucket("+Inf")} 3`);
  expect(lines).toContain('kedge_http_request_seconds_count{method="GET",route="/v1/blocks/:height"} 3');
  expect(lines.some((line) => line.includes("/never/asked"))).toBe(false);
});
