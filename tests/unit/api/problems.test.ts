// Problems, and the one table from kinds of refusal to statuses.
import { describe, expect, it } from "vitest";
import { httpProblems } from "#src/api/httpProblems.ts";
import { errorCatalogue, expectedProblem, statusOfKind } from "#src/api/problems.ts";
import { refusals as machineRefusals } from "#src/machine/refusals.ts";
import { createRegistry } from "#src/machine/registry.ts";
import { refusals } from "#src/modules/accounts/refusals.ts";
import * as modules from "#src/modules/registry.ts";

const registry = createRegistry(Object.values(modules));

describe("problems", () => {
  it("show a refusal with its code, number and details, and the status of its kind", () => {
    const refusal = refusals.insufficientFunds({ account: "kdg1x", currency: "KDG", available: 5n });
    expect(expectedProblem(refusal, "r1")?.problem).toEqual({
      type: "/v1/errors/accounts/insufficientFunds",
      title: refusals.insufficientFunds.definition.text,
      status: 409,
      instance: "urn:kedge:request:r1",
      code: "accounts/insufficientFunds",
      number: 159,
      kind: "conflict",
      details: { account: "kdg1x", currency: "KDG", available: "5" },
    });
  });

  it("show nothing of an error that was not expected", () => {
    expect(expectedProblem(new Error("secret"), "r1")).toBeUndefined();
    expect(expectedProblem("secret", "r1")).toBeUndefined();
  });

  it("say of what passes by itself when to come again, and of nothing else", () => {
    expect(expectedProblem(machineRefusals.poolFull({ waiting: 1 }), "r1")?.headers).toEqual({ "retry-after": "1" });
    expect(expectedProblem(machineRefusals.stopping({}), "r1")?.headers).toEqual({ "retry-after": "1" });
    const quota = { account: "kdg1x", availableWork: 0 };
    expect(expectedProblem(refusals.quotaExhausted({ ...quota, passesInMs: 2_001 }), "r1")).toMatchObject({
      problem: { details: { passesInMs: 2_001 } },
      headers: { "retry-after": "3" },
    });
    expect(expectedProblem(refusals.quotaExhausted({ ...quota, passesInMs: undefined }), "r1")?.headers).toEqual({});
    expect(expectedProblem(refusals.tooManyCurrencies({}), "r1")?.headers).toEqual({});
  });

  it("of the API itself are of the kind http", () => {
    expect(expectedProblem(httpProblems.tooManyWaiting(), "r1")?.problem.kind).toBe("http");
  });

  it("have one status for each kind of refusal", () => {
    expect(statusOfKind).toEqual({ invalid: 400, unauthorised: 403, unknown: 404, conflict: 409, limit: 429 });
  });
});

describe("the catalogue", () => {
  const catalogue = errorCatalogue(registry);

  it("gives every number and every code once, in order", () => {
    const numbers = catalogue.map(({ number }) => number);
    expect(numbers).toEqual([...new Set(numbers)].sort((left, right) => left - right));
    expect(new Set(catalogue.map(({ code }) => code)).size).toBe(catalogue.length);
  });

  it("keeps the numbers of the API between 50 and 99", () => {
    for (const { definition } of Object.values(httpProblems)) {
      expect(definition.number).toBeGreaterThanOrEqual(50);
      expect(definition.number).toBeLessThan(100);
    }
  });
});
