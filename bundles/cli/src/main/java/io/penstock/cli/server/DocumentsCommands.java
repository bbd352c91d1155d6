package io.penstock.cli.server;

import io.penstock.cli.Console;
import io.penstock.cli.text.YamlText;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The whole server as documents. */
final class DocumentsCommands {
    static final List<String> NAMES = List.of("apply", "diff", "export");
    private static final String FILE = "A file of documents, or a folder of such files.";
    private static final String PRUNE = "Also remove what no document names.";

    private DocumentsCommands() {
    }

    static ServerCommand command(String name, Console console) {
        return switch (name) {
            case "apply" -> AgentsCommands.dryRun(new ServerCommand("Makes the server what documents say, in one step; agents follow by rollouts.", console,
                    asked -> apply(asked, asked.flag("dry-run"))).options('f', "file", "FILE", FILE).flag("prune", PRUNE))
                    .examples("apply -f penstock.yaml", "apply -f fleet/ --prune --dry-run");
            case "diff" -> new ServerCommand("Shows what apply would change.", console, asked -> apply(asked, true))
                    .options('f', "file", "FILE", FILE).flag("prune", PRUNE).examples("diff -f penstock.yaml");
            case "export" -> new ServerCommand("Prints the server as documents, without secrets and without ids: apply makes the same of them.", console,
                    DocumentsCommands::export).option("kind", "KIND", "Only Pipe, Parameters, Settings or Agent; joined by commas.")
                    .examples("export > penstock.yaml", "export --kind Pipe -o json");
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static int apply(Asked asked, boolean dry) {
        List<Object> documents = DocumentFiles.read(asked.options("file").stream().map(Path::of).toList(), asked.console());
        Map<String, Object> applied = asked.api().create(Query.of("/apply"),
                Asked.map("documents", documents, "prune", asked.flag("prune"), "dryRun", dry));
        if (!asked.forPeople()) {
            return asked.shown(applied);
        }
        List<Map<String, Object>> changes = Api.items(applied, "changes").stream().filter(change -> !"unchanged".equals(change.get("change"))).toList();
        for (Map<String, Object> change : changes) {
            asked.console().out().println(change.get("change") + " " + change.get("kind") + " " + change.get("name"));
            if (dry && change.get("diff") != null) {
                asked.console().out().print(Texts.printable(String.valueOf(change.get("diff"))));
            }
        }
        asked.tell(changes.isEmpty() ? "nothing differs" : (dry ? "would touch " : "touches ") + Gates.agents(applied));
        return 0;
    }

    private static int export(Asked asked) {
        Map<String, Object> exported = asked.api().get(Query.of("/export").with("kind", asked.option("kind")));
        if (!asked.forPeople()) {
            return asked.shown(exported);
        }
        Api.items(exported, "documents").forEach(document -> asked.console().out().print("---\n" + YamlText.of(document)));
        return 0;
    }
}
