// The command that starts a node: reads its settings, serves, and stops cleanly when asked to.
import { createServer } from "#src/api/server.ts";
import { readConfig } from "./config.ts";
import { startNode } from "./node.ts";
import { startPriceReplay } from "./priceReplay.ts";

const config = readConfig(process.argv.slice(2), process.env);
const node = await startNode(config, {
  nowMs: Date.now,
  onFault: (fault, where) => server?.log.error({ fault, where }, "a defect was rolled back"),
  onStopped: (fault) => {
    server?.log.fatal({ fault }, "the node cannot go on");
    process.exitCode = 1;
    void stop();
  },
});
const server = await createServer({ service: node.service, options: config });
const address = await server.listen({ host: config.host, port: config.port });
const replay =
  config.replayPrices && node.service.genesis.devnet
    ? startPriceReplay(node.service, (fault) => server.log.warn({ fault }, "a replayed price was not taken"))
    : undefined;
process.stdout.write(
  `Kedge is ready at ${address}, network ${node.service.network}, height ${node.service.head().height}\n`,
);

let isStopping = false;
async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  replay?.stop();
  node.service.setReady(false);
  await node.stop();
  await server.close();
}
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stop());
