// The engine's configuration keeps every line but those whose values are set.
import { expect, test } from "vitest";
import { patchConfig } from "#src/cli/testnet/configText.ts";

const text = `# The name of a node
moniker = "vm"

[rpc]
laddr = "tcp://127.0.0.1:26657" # where
cors = ["A", ]

[p2p]
laddr = "tcp://0.0.0.0:26656"
pex = true
send_rate = 5
`;

test("changes a key in its section alone", () => {
  const changed = patchConfig(text, { moniker: 'a "b"', "p2p.laddr": "tcp://127.0.0.1:1", "p2p.pex": false });
  expect(changed).toBe(
    text
      .replace('"vm"', '"a \\"b\\""')
      .replace('"tcp://0.0.0.0:26656"', '"tcp://127.0.0.1:1"')
      .replace("pex = true", "pex = false"),
  );
});

test("refuses a key that the engine does not know", () => {
  expect(() => patchConfig(text, { "p2p.send_rate": 7, "p2p.speed": 7 })).toThrow("knows no p2p.speed");
  expect(() => patchConfig(text, { pex: true })).toThrow("knows no pex");
});
