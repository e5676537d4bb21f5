// The container files: no engine for containers runs the tests, so their structure is checked against what they start.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { engineVersion } from "#src/cli/engine/binary.ts";
import { containerPlace } from "#src/cli/testnet/plan.ts";
import { readConfig } from "#src/node/config.ts";
import { projectRoot } from "#tests/support/sourceTree.ts";

interface Service {
  readonly image: string;
  readonly command: readonly string[];
  readonly restart?: string;
  readonly ports?: readonly string[];
  readonly volumes: readonly string[];
  readonly networks?: unknown;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

const compose = parse(readFileSync(join(projectRoot, "docker-compose.yml"), "utf8"), { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly networks: { readonly validators: { readonly ipam: { readonly config: readonly { subnet: string }[] } } };
};
const dockerfile = readFileSync(join(projectRoot, "scripts/Dockerfile"), "utf8");
const numbers = [1, 2, 3, 4];
const service = (name: string): Service => {
  const found = compose.services[name];
  if (found === undefined) throw new Error(`there is no service ${name}`);
  return found;
};

test("there are four applications, four engines, and what makes their network", () => {
  const expected = ["make-network", ...numbers.flatMap((number) => [`app-${number}`, `engine-${number}`])];
  expect(Object.keys(compose.services).sort()).toEqual(expected.sort());
});

test("each application is started with settings that a node takes, over its own volume", () => {
  for (const number of numbers) {
    const { command, volumes, ports } = service(`app-${number}`);
    const folder = `/network/validator-${number}`;
    expect(command.slice(0, 3)).toEqual(["npm", "start", "--"]);
    expect(readConfig(command.slice(3), {})).toMatchObject({
      data: `${folder}/ledger`,
      genesis: `${folder}/genesis.json`,
      abci: `unix://${folder}/abci.sock`,
      cometRpc: `http://${containerPlace(number - 1).host}:26657`,
      port: 8_420,
    });
    expect(volumes).toEqual([`validator-${number}:${folder}`]);
    expect(ports).toEqual([`127.0.0.1:${8_419 + number}:8420`]);
  }
});

test("each engine shares its application's volume, and has the address under which its peers dial it", () => {
  for (const number of numbers) {
    const { command, volumes, networks } = service(`engine-${number}`);
    expect(command).toEqual(["cometbft", "start", "--home", `/network/validator-${number}/engine`]);
    expect(volumes).toEqual(service(`app-${number}`).volumes);
    expect(networks).toEqual({ validators: { ipv4_address: containerPlace(number - 1).host } });
  }
  expect(compose.networks.validators.ipam.config[0]?.subnet).toBe("172.31.84.0/24");
});

test("both wait for the network's keys, are restarted always, and are asked for their health", () => {
  for (const name of numbers.flatMap((number) => [`app-${number}`, `engine-${number}`])) {
    const { restart, healthcheck, depends_on: needs } = service(name);
    expect(restart).toBe("always");
    expect(needs).toEqual({ "make-network": { condition: "service_completed_successfully" } });
    expect(healthcheck?.test.join(" ")).toMatch(/\/health/);
  }
});

test("what makes the network writes to every volume, and every volume is declared", () => {
  const { volumes, command } = service("make-network");
  expect(command.join(" ")).toContain("testnet init --containers --keep --validators 4 --dir /network");
  const named = numbers.map((number) => `validator-${number}:/network/validator-${number}`);
  expect(volumes).toEqual(["network:/network", ...named]);
  expect(Object.keys(compose.volumes).sort()).toEqual(["network", ...numbers.map((number) => `validator-${number}`)]);
});

test("every service runs the one image, whose engine is the pinned version", () => {
  expect(new Set(Object.values(compose.services).map(({ image }) => image)).size).toBe(1);
  expect(dockerfile).toContain(`cometbft/cmd/cometbft@v${engineVersion}`);
});

test("everything the image copies is there, and it runs without privileges", () => {
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, from = ""]) => from.split(" "));
  expect(copied.length).toBeGreaterThan(3);
  for (const source of copied) expect(existsSync(join(projectRoot, source)), source).toBe(true);
  expect(dockerfile).toMatch(/^USER node$/m);
});
