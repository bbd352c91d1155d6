package io.penstock.cli.server;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The servers a person uses, in {@code contexts.toml}, and the tokens for them, in {@code credentials.toml}. Commands read
 * them once and write them whole.
 */
final class Contexts {
    /** The word for no server: the Penstock of this machine, over its socket. */
    static final String LOCAL = "local";
    private static final String CURRENT = "current";

    private final OwnedFile contexts;
    private final OwnedFile credentials;

    Contexts(Path folder) {
        this.contexts = new OwnedFile(folder.resolve("contexts.toml"));
        this.credentials = new OwnedFile(folder.resolve("credentials.toml"));
    }

    /** Those of whoever runs this: {@code $XDG_CONFIG_HOME/penstock}, or {@code ~/.config/penstock}. */
    static Contexts ofProcess() {
        String given = System.getProperty("penstock.config");
        if (given != null) {
            return new Contexts(Path.of(given));
        }
        String xdg = System.getenv("XDG_CONFIG_HOME");
        boolean useful = xdg != null && Path.of(xdg).isAbsolute();
        Path home = useful ? Path.of(xdg) : Path.of(System.getProperty("user.home"), ".config");
        return new Contexts(home.resolve("penstock"));
    }

    private Map<String, Map<String, String>> tables() {
        return FlatToml.read(contexts.read(), contexts.path().toString());
    }

    /** The one commands mean unless told otherwise; none is this machine's Penstock. */
    Optional<String> current() {
        return Optional.ofNullable(tables().get("").get(CURRENT)).filter(name -> !name.equals(LOCAL));
    }

    List<ServerContext> all() {
        return tables().entrySet().stream().filter(entry -> !entry.getKey().isEmpty())
                .map(entry -> ServerContext.of(entry.getKey(), entry.getValue())).toList();
    }

    /** @throws PenstockException NOT_FOUND */
    ServerContext named(String name) {
        Map<String, String> table = tables().get(name);
        if (table == null || name.isEmpty()) {
            throw new PenstockException(ErrorKind.NOT_FOUND, "context.unknown", "there is no context \"" + name
                    + "\"; penstock context list shows all, penstock login makes one");
        }
        return ServerContext.of(name, table);
    }

    /** Keeps it and means it from now on. */
    void use(ServerContext context) {
        Map<String, Map<String, String>> tables = tables();
        tables.put(context.name(), context.table());
        tables.get("").put(CURRENT, context.name());
        write(tables);
    }

    /** Means another from now on. */
    void use(String name) {
        Map<String, Map<String, String>> tables = tables();
        tables.get("").put(CURRENT, name.equals(LOCAL) ? LOCAL : named(name).name());
        write(tables);
    }

    /** Forgets it and its token. */
    void remove(String name) {
        named(name);
        Map<String, Map<String, String>> tables = tables();
        tables.remove(name);
        tables.get("").remove(CURRENT, name);
        write(tables);
        forget(name);
    }

    private void write(Map<String, Map<String, String>> tables) {
        contexts.write(FlatToml.write("The servers penstock uses; penstock context looks after them.", tables));
    }

    private Map<String, Map<String, String>> tokens() {
        return FlatToml.read(credentials.readSecret(), credentials.path().toString());
    }

    Optional<String> token(String context) {
        return Optional.ofNullable(tokens().get(context)).map(table -> table.get("token"));
    }

    void keep(String context, String token) {
        Map<String, Map<String, String>> tables = tokens();
        tables.put(context, Map.of("token", token));
        writeTokens(tables);
    }

    void forget(String context) {
        Map<String, Map<String, String>> tables = tokens();
        if (tables.remove(context) != null) {
            writeTokens(tables);
        }
    }

    private void writeTokens(Map<String, Map<String, String>> tables) {
        credentials.write(FlatToml.write("Tokens of sessions, for their owner only; penstock logout ends one.", tables));
    }
}
