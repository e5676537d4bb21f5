// Stopping: what was asked is still answered, and no connection without a request keeps the server waiting.
import type { Api } from "./context.ts";

const sweepMs = 50;

/** Node itself would wait for connections that become idle later, and for those that never sent a request. */
export function closeGracefully(api: Api): void {
  let underWay = 0;
  api.server.on("request", (_, response) => {
    underWay += 1;
    response.once("close", () => {
      underWay -= 1;
    });
  });
  api.addHook("preClose", async () => {
    const sweep = setInterval(() => {
      if (underWay === 0) api.server.closeAllConnections();
      else api.server.closeIdleConnections();
    }, sweepMs);
    api.server.once("close", () => clearInterval(sweep));
    sweep.unref();
  });
}
