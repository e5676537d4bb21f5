// `kedge query`: every query of every module, with flags and help from the contract.
import { z } from "zod";
import { type Command, defineCommand, defineGroup } from "#src/cli/command.ts";
import { type ContractQuery, contractModules, shortName } from "#src/cli/contract/contract.ts";
import { exampleFlags, fieldsOf, optionsOf, readFields } from "#src/cli/contract/fields.ts";
import { usageFailure } from "#src/cli/failure.ts";
import { parseHeight } from "#src/cli/heights.ts";
import { getJson, getParsed, urlOption } from "#src/cli/http.ts";

export function queryCommand(args: readonly string[]): Command {
  const modules = contractModules().filter(({ queries }) => queries.length > 0);
  return defineGroup(
    "query",
    "Ask a node what its ledger holds",
    modules.map(({ name, summary, queries }) =>
      defineGroup(
        name,
        summary,
        queries.map((query) => oneQuery(query, args)),
        `query ${name}`,
      ),
    ),
  );
}

function oneQuery(query: ContractQuery, args: readonly string[]): Command {
  const fields = fieldsOf(query.params, args);
  const command = shortName(query.name);
  return defineCommand({
    command,
    describe: query.summary,
    example: `query ${query.name.replace("/", " ")} ${exampleFlags(fields)}`.trimEnd(),
    options: {
      ...optionsOf(fields),
      ...urlOption,
      height: { type: "string", describe: "An earlier height that is still kept [default: the newest]" },
      ...(query.provable && {
        prove: { type: "boolean", default: false, describe: "With the proof; `kedge verify row` also checks it" },
      }),
      ...(isPaged(query) && { all: { type: "boolean", default: false, describe: "Every page, one after the other" } }),
    } as const,
    async run(given) {
      const all = given as Readonly<Record<string, unknown>> & { readonly url: string };
      for (const { flag, isRequired } of fields) {
        if (isRequired && all[flag] === undefined) throw usageFailure(`--${flag} is missing`);
      }
      const search = new URLSearchParams();
      for (const [name, value] of Object.entries(readFields(fields, all))) {
        for (const each of [value].flat()) search.append(name, String(each));
      }
      if (typeof all.height === "string") search.set("height", String(parseHeight(all.height, "--height")));
      if (all.prove === true) search.set("prove", "true");
      const path = `/v1/${query.name}`;
      const answer =
        all.all === true ? await allPages(all.url, path, search) : await getJson(all.url, `${path}?${search}`);
      return { text: JSON.stringify(answer, null, 2), json: answer };
    },
  });
}

const isPaged = ({ params }: ContractQuery) => params.properties?.after !== undefined;

const pageSchema = z.looseObject({ items: z.array(z.unknown()), next: z.string().optional() });
/** What one answer may hold in memory; whoever wants more asks page by page. */
const itemsMax = 100_000;

async function allPages(url: string, path: string, search: URLSearchParams): Promise<{ readonly items: unknown[] }> {
  const items: unknown[] = [];
  for (;;) {
    const page = await getParsed(url, `${path}?${search}`, pageSchema);
    items.push(...page.items);
    if (page.next === undefined) return { items };
    if (items.length > itemsMax) throw usageFailure(`--all answers with at most ${itemsMax} items: ask page by page`);
    search.set("after", page.next);
  }
}
