// Methods that a known path does not have.
import type { FastifyReply, FastifyRequest, HTTPMethods } from "fastify";
import type { Api } from "./context.ts";
import { httpProblems } from "./httpProblems.ts";

/** Collects the methods of each path as routes are added; `close` then answers all other methods. */
export function watchMethods(api: Api): { close(): void } {
  const methodsOf = new Map<string, Set<string>>();
  api.addHook("onRoute", ({ url, method, config }) => {
    if (config?.document === undefined) return;
    const methods = methodsOf.get(url) ?? new Set();
    for (const name of [method].flat()) methods.add(name);
    methodsOf.set(url, methods);
  });
  return {
    close() {
      for (const [url, methods] of [...methodsOf]) {
        const allow = [...methods, "OPTIONS"].sort().join(", ");
        const others = api.supportedMethods.filter((method) => !methods.has(method) && method !== "OPTIONS");
        api.route({ method: others as HTTPMethods[], url, onRequest: refuseMethod(allow), handler: unreachable });
        api.route({ method: "OPTIONS", url, onRequest: answerOptions(allow), handler: unreachable });
      }
    },
  };
}

// Refused before the body is read: what a body should look like depends on the method.
function refuseMethod(allow: string) {
  return async () => {
    throw httpProblems.methodNotAllowed({ headers: { allow } });
  };
}

function answerOptions(allow: string) {
  return async (_: FastifyRequest, reply: FastifyReply) => reply.code(204).header("allow", allow).send();
}

async function unreachable(): Promise<void> {
  throw new Error("the request was answered before");
}
