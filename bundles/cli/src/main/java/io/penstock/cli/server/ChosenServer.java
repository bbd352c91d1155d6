package io.penstock.cli.server;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which server a command asks, and as whom. */
final class ChosenServer {
    @Option(names = "--context", paramLabel = "NAME", description = "Another server than the current one (penstock context list).")
    private String context;
    @Option(names = "--server", paramLabel = "URL", description = "A server that is no context, such as https://host:9443.")
    private String server;
    @Option(names = "--pin", paramLabel = "PIN", description = "Its key, as the server tells it: sha256:…")
    private String pin;
    @Option(names = "--ca", paramLabel = "FILE", description = "Its authority, a PEM file, instead of a pin.")
    private String ca;
    @Option(names = "--token-file", paramLabel = "FILE", description = "A file with the token to ask with, such as a service account's.")
    private Path tokenFile;

    private final Contexts contexts = Contexts.ofProcess();

    Contexts contexts() {
        return contexts;
    }

    /** The name a new context gets. */
    Optional<String> newName() {
        return Optional.ofNullable(context);
    }

    /** Whether the words name a server, so that no context is needed. */
    boolean given() {
        return server != null;
    }

    /** The one that is meant. */
    ServerContext server() {
        if (server != null) {
            URI url = ServerContext.url(server);
            return new ServerContext(context == null ? url.getHost() : context, url, Optional.ofNullable(pin),
                    Optional.ofNullable(ca).map(file -> Path.of(file).toAbsolutePath().toString()), Optional.empty());
        }
        return contexts.named(name().orElseThrow(() -> new PenstockException(ErrorKind.CLOSED, "context.none",
                "no server chosen: penstock login --server https://HOST:9443 --pin PIN, or penstock context use NAME")));
    }

    private Optional<String> name() {
        return Optional.ofNullable(context).or(() -> Optional.ofNullable(System.getenv("PENSTOCK_CONTEXT")))
                .filter(name -> !name.isBlank() && !name.equals(Contexts.LOCAL)).or(() -> context == null ? contexts.current() : Optional.empty());
    }

    /** Ready to be asked, with the token there is. */
    Api open() {
        ServerContext meant = server();
        Optional<String> token = tokenFile != null ? Optional.of(token(tokenFile))
                : server != null ? Optional.empty() : contexts.token(meant.name());
        if (token.isEmpty()) {
            throw new PenstockException(ErrorKind.DENIED, "context.no-token", "not signed in at " + meant.url() + ": penstock login"
                    + (server == null ? "" : ", or --token-file"));
        }
        return new Api(meant, token);
    }

    private static String token(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new PenstockException(ErrorKind.NOT_FOUND, "context.token-file", "--token-file: " + file + " cannot be read: "
                    + PenstockException.describe(e), e);
        }
    }
}
