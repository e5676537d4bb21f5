// What only the operator of the node may ask for: a backup while the node runs.
import { Readable } from "node:stream";
import { z } from "zod";
import type { Api, ApiContext } from "./context.ts";
import { httpProblems } from "./httpProblems.ts";
import { isFromLoopback } from "./loopback.ts";
import { commonProblems } from "./routeDocument.ts";
import { Seats } from "./seats.ts";

const noQuery = z.strictObject({});
const backupMediaType = "application/octet-stream";

export function adminRoutes({ service }: ApiContext) {
  // A backup reads the whole state; a second one would only slow the first.
  const backups = new Seats(1);
  return async (api: Api): Promise<void> => {
    api.get("/v1/admin/backup", {
      schema: { querystring: noQuery },
      exposeHeadRoute: false,
      config: {
        produces: [backupMediaType],
        document: {
          operationId: "backup",
          summary:
            "A consistent copy of the node's state, which a node can be restored from; from its own machine only.",
          tag: "node",
          answers: { 200: { description: "The snapshot.", content: { [backupMediaType]: "bytes" } } },
          problems: [...commonProblems, httpProblems.loopbackOnly.definition.status],
        },
      },
      handler(request, reply) {
        if (!isFromLoopback(request)) throw httpProblems.loopbackOnly();
        if (!backups.take()) throw httpProblems.backupUnderWay({ headers: { "retry-after": "10" } });
        const chunks = Readable.from(service.backup(), { objectMode: false });
        chunks.once("close", () => backups.giveBack());
        const fileName = `${service.network}-${service.head().height}.kedge-backup`;
        return reply
          .type(backupMediaType)
          .header("content-disposition", `attachment; filename="${fileName}"`)
          .send(chunks);
      },
    });
  };
}
