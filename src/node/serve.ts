// A node as a process: it serves until a signal or a fault, and stops cleanly.
import { pino } from "pino";
import { createServer } from "#src/api/server.ts";
import type { NodeConfig } from "./config.ts";
import { createNodeMetrics } from "./metrics.ts";
import { startNode } from "./node.ts";
import { NodeClock } from "./nodeClock.ts";
import { startPriceReplay } from "./priceReplay.ts";
import { readAccess } from "./readAccess.ts";

/** Where a node is, once it serves. */
export interface Serving {
  readonly address: string;
  readonly network: string;
  readonly height: number;
}

/** Until the returned promise resolves nothing is served; afterwards the process lives until a signal or a fault. */
export async function serve(config: NodeConfig): Promise<Serving> {
  // Standard output is for the one line that says where the node is; logs go beside it.
  const logger = pino(
    { level: config.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination(2),
  );
  const clock = new NodeClock(Date.now);
  const node = await startNode(config, {
    clock,
    nowMs: () => clock.nowMs(),
    onFault: (fault, where) => {
      metrics.faults.inc();
      logger.error({ err: fault, where }, "a defect was rolled back");
    },
    onSnapshotFailed: (fault, where) => logger.error({ err: fault, where }, "a snapshot could not be made"),
    onStopped: (fault) => {
      logger.fatal({ err: fault }, "the node cannot go on");
      process.exitCode = 1;
      void stop();
    },
  });
  const metrics = createNodeMetrics(node);
  const closers = [() => node.stop()];
  let stopping: Promise<void> | undefined;
  /** New work is refused, what waits is decided and answered, then connections and the database are closed. */
  const stop = (): Promise<void> => {
    stopping ??= (async () => {
      for (const close of closers) await close();
      logger.info("stopped");
    })();
    return stopping;
  };

  try {
    const { rateLimit, corsOrigin: corsOrigins } = config;
    const options = { logger, rateLimit, corsOrigins, metrics: metrics.registry, ...readAccess(config) };
    const server = await createServer({ service: node.service, options });
    closers.push(() => server.close());
    const address = await server.listen({ host: config.host, port: config.port });
    if (config.replayPrices && node.service.genesis.devnet) {
      const onFailed = (fault: unknown) => logger.warn({ err: fault }, "a replayed price was not taken");
      const replay = startPriceReplay(node.service, onFailed);
      closers.unshift(async () => replay.stop());
    }
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stop());
    return { address, network: node.service.network, height: node.service.head().height };
  } catch (fault) {
    await stop();
    throw fault;
  }
}
