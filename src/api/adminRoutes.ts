// What only the operator of the node may ask for: a backup while the node runs.
import { Readable } from "node:stream";
import { z } from "zod";
import { heightSchema } from "#src/core/schemas.ts";
import type { Api, ApiContext } from "./context.ts";
import { httpProblems } from "./httpProblems.ts";
import { isFromLoopback } from "./loopback.ts";
import { statusOfKind } from "./problems.ts";
import { commonProblems } from "./routeDocument.ts";
import { Seats } from "./seats.ts";

const backupQuery = z.strictObject({ height: heightSchema.optional() });
const backupMediaType = "application/octet-stream";

export function adminRoutes({ service }: ApiContext) {
  // A backup reads the whole state; a second one would only slow the first.
  const backups = new Seats(1);
  return async (api: Api): Promise<void> => {
    api.get("/v1/admin/backup", {
      schema: { querystring: backupQuery },
      exposeHeadRoute: false,
      config: {
        produces: [backupMediaType],
        document: {
          operationId: "backup",
          summary:
            "A consistent copy of the node's state, now or at a kept height, which a node can be restored from; from its own machine only.",
          tag: "node",
          query: backupQuery,
          answers: { 200: { description: "The snapshot.", content: { [backupMediaType]: "bytes" } } },
          problems: [
            ...commonProblems,
            httpProblems.loopbackOnly.definition.status,
            statusOfKind.unknown,
            statusOfKind.limit,
          ],
        },
      },
      async handler(request, reply) {
        if (!isFromLoopback(request)) throw httpProblems.loopbackOnly();
        const { height } = request.query;
        // A height that is not kept is refused before anything is sent.
        if (height !== undefined) await service.reader(height);
        if (!backups.take()) throw httpProblems.backupUnderWay({ headers: { "retry-after": "10" } });
        const chunks = Readable.from(service.backup(height), { objectMode: false });
        chunks.once("close", () => backups.giveBack());
        const fileName = `${service.network}-${height ?? service.head().height}.kedge-backup`;
        return reply
          .type(backupMediaType)
          .header("content-disposition", `attachment; filename="${fileName}"`)
          .send(chunks);
      },
    });
  };
}
