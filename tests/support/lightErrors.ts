// What the light client threw, by its code.
import { LightError } from "#src/sdk/light/lightError.ts";

/** The code of the LightError thrown; undefined when nothing was. Other errors pass through. */
export async function lightCodeOf(act: () => unknown): Promise<string | undefined> {
  const error = await lightErrorOf(act);
  return error?.code;
}

export async function lightErrorOf(act: () => unknown): Promise<LightError | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    if (error instanceof LightError) return error;
    throw error;
  }
}
