// The command that starts a node: reads its settings, serves, and stops cleanly when asked to.
import { pino } from "pino";
import { createServer } from "#src/api/server.ts";
import { readConfig } from "./config.ts";
import { createNodeMetrics } from "./metrics.ts";
import { startNode } from "./node.ts";
import { startPriceReplay } from "./priceReplay.ts";

const config = readConfig(process.argv.slice(2), process.env);
// Standard output carries the one line that says where the node is; logs go beside it.
const logger = pino({ level: config.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2));

const node = await startNode(config, {
  nowMs: Date.now,
  onFault: (fault, where) => {
    metrics.faults.inc();
    logger.error({ err: fault, where }, "a defect was rolled back");
  },
  onStopped: (fault) => {
    logger.fatal({ err: fault }, "the node cannot go on");
    process.exitCode = 1;
    void stop();
  },
});
const metrics = createNodeMetrics(node);
const options = { logger, rateLimit: config.rateLimit, metrics: metrics.registry };
const server = await createServer({ service: node.service, options });
const address = await server.listen({ host: config.host, port: config.port });
const isReplaying = config.replayPrices && node.service.genesis.devnet;
const replay = isReplaying
  ? startPriceReplay(node.service, (fault) => logger.warn({ err: fault }, "a replayed price was not taken"))
  : undefined;
const { network } = node.service;
process.stdout.write(`Kedge is ready at ${address}, network ${network}, height ${node.service.head().height}\n`);

let stopping: Promise<void> | undefined;
/** New work is refused, what waits is decided and answered, then connections and the database are closed. */
function stop(): Promise<void> {
  stopping ??= (async () => {
    replay?.stop();
    await node.stop();
    await server.close();
    logger.info("stopped");
  })();
  return stopping;
}
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stop());
