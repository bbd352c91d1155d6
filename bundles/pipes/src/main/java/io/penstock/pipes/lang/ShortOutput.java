package io.penstock.pipes.lang;

import io.penstock.core.plugin.PluginKind;
import java.util.List;
import java.util.Locale;

/** In the short form {@code output: {write: console}} and {@code output: {print: STDOUT}} mean the console, as in Hotrod. */
final class ShortOutput {
    private ShortOutput() {
    }

    static Draft console(Draft draft, Catalog catalog) {
        return draft.use().filter(use -> List.of("write", "print").contains(use.plugin())
                        && catalog.find(PluginKind.OUTPUT, use.plugin()).isEmpty()
                        && use.options().plain() instanceof String to
                        && List.of("console", "stdout").contains(to.toLowerCase(Locale.ROOT)))
                .map(use -> draft.withUse(new Draft.Use("console", use.place(), Node.made("json", use.options().place())),
                        draft.settings()))
                .orElse(draft);
    }
}
