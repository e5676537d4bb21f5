// Traffic of the module that joins later.
import type { Traffic } from "../world.ts";

export const traffic: Traffic = {
  greet: { weight: 2, draft: (world) => ({ actor: world.someone(), content: { times: world.random.below(5) } }) },
};
