// What falls due before a block's transactions: windows close, and are settled at once or after their pause.
import { present } from "#src/core/assert.ts";
import { limits } from "#src/core/limits.ts";
import type { BlockWork } from "#src/machine/module.ts";
import type { State, Stored } from "#src/state/view.ts";
import { events } from "./events.ts";
import { putMembers, readersOf, requireMember, requireScheme } from "./membership.ts";
import { parameters } from "./parameters.ts";
import type { Scheme } from "./schemas.ts";
import { settle } from "./settling.ts";
import { dues, rosters, schemes, windows } from "./tables.ts";

export const blocks: BlockWork = {
  begin(state) {
    for (const { scheme, window, kind } of dues.takeDue(state, limits.netDuesPerBlockMax)) {
      const row = schemes.get(state, scheme);
      if (row === undefined) continue;
      if (kind === "close") closeWindow(state, scheme, window, row);
      else settle(state, { scheme, window, currency: row.currency });
    }
  },
  isUnfinished(state) {
    const nextMs = dues.nextDueMs(state);
    return nextMs !== undefined && nextMs <= state.timeMs;
  },
};

/** Fixes the positions. While the window before waits for its settlement, this one stays open: two never wait at once. */
function closeWindow(
  state: State,
  scheme: number,
  window: number,
  { closed, currency, pauseMs }: Stored<Scheme>,
): void {
  if (closed !== undefined) {
    dues.add(state, state.timeMs + Number(parameters.retryMs.get(state)), { scheme, window, kind: "close" });
    return;
  }
  const changes = (rosters.get(state, scheme) ?? []).flatMap((account) => {
    const before = requireMember(state, scheme, account);
    if (before.openPosition === 0n) return [];
    return [{ account, before, after: { ...before, openPosition: 0n, closedPosition: before.openPosition } }];
  });
  putMembers(state, scheme, changes);
  const { open: _open, ...others } = requireScheme(state, scheme);
  schemes.put(state, scheme, { ...others, closed: window });
  const row = present(windows.get(state, scheme, window), "a window that closes has a row");
  const positions = changes.map(({ account, before }) => ({ account, position: before.openPosition }));
  windows.put(state, scheme, window, { ...row, status: "closed", positions });
  const net = positions.reduce((sum, { position }) => (position > 0n ? sum + position : sum), 0n);
  const { payments, value, settlesMs } = row;
  state.emit(events.windowClosed({ scheme, window, payments, value, net, ...readersOf(state, scheme) }));
  if (pauseMs === 0) settle(state, { scheme, window, currency });
  else dues.add(state, settlesMs, { scheme, window, kind: "settlement" });
}
