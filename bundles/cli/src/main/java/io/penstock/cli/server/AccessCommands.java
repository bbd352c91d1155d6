package io.penstock.cli.server;

import io.penstock.admin.api.AdminClient;
import io.penstock.cli.Console;
import io.penstock.cli.launch.LaunchOptions;
import io.penstock.cli.launch.Mode;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The first admin, and who one is. */
final class AccessCommands {
    static final List<String> NAMES = List.of("setup", "login", "logout", "whoami", "password");
    private static final String PASSWORD = "Read the password from this file instead of standard input.";

    private AccessCommands() {
    }

    static ServerCommand command(String name, Console console) {
        return switch (name) {
            case "setup" -> new ServerCommand("Makes the first admin of a server and signs in. On the server's machine the one-time "
                    + "code is asked for over the socket; elsewhere it is what the server printed.", console, AccessCommands::setup)
                    .option("user", "NAME", "The admin's name.").option("password-file", "FILE", PASSWORD)
                    .option("code-file", "FILE", "The one-time code, when the server is not on this machine.")
                    .option("data", "FOLDER", "The data folder of the server on this machine.")
                    .examples("setup --user ann", "setup --user ann --password-file password.txt",
                            "setup --user ann --server https://penstock.example.com:9443 --pin sha256:… --code-file code.txt");
            case "login" -> new ServerCommand("Signs in at a server and means it from now on. The password is asked for, or read from "
                    + "standard input.", console, AccessCommands::login)
                    .option("user", "NAME", "Who signs in.").option("password-file", "FILE", PASSWORD)
                    .examples("login --server https://penstock.example.com:9443 --pin sha256:… --user ann", "login", "login --context work");
            case "logout" -> new ServerCommand("Ends the session and forgets its token.", console, AccessCommands::logout)
                    .examples("logout", "logout --context work");
            case "whoami" -> new ServerCommand("Shows who one is at the server, and what one may do.", console,
                    asked -> asked.shown(asked.api().get(Query.of("/me")))).examples("whoami", "whoami -o json");
            case "password" -> new ServerCommand("Changes one's password and ends one's other sessions: two lines on standard input, "
                    + "the old one and the new one.", console, AccessCommands::password)
                    .option("old-file", "FILE", "The old password instead of the first line.")
                    .option("new-file", "FILE", "The new one instead.").examples("password");
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static int setup(Asked asked) {
        Map<String, Object> local = asked.chosen().given() ? Map.of() : ofSocket(asked);
        ServerContext server = asked.chosen().given() ? asked.chosen().server() : told(asked, local);
        String code = local.containsKey("code") ? String.valueOf(local.get("code"))
                : SecretInput.read("set-up code", asked.option("code-file"), asked.console());
        String user = asked.needed("user");
        String password = SecretInput.read("password", asked.option("password-file"), asked.console());
        try (Api api = new Api(server, Optional.empty())) {
            api.post(Query.of("/setup"), Asked.map("code", code, "name", user, "password", password));
            keep(asked, server.as(user), session(api, user, password));
        }
        return asked.done(Asked.map("context", server.name(), "user", user),
                user + " is the admin of " + server.url() + ", which is the context \"" + server.name() + "\" from now on");
    }

    private static Map<String, Object> ofSocket(Asked asked) {
        Path data = asked.option("data").map(Path::of).map(Path::toAbsolutePath).orElseGet(() -> LaunchOptions.ofProcess(Mode.SERVER).data());
        List<Object> values = new ArrayList<>();
        try (AdminClient client = AdminClient.connect(data)) {
            client.call("control.setup", Map.of(), values::add);
        }
        if (values.size() == 1 && values.get(0) instanceof Map<?, ?> map) {
            return Api.plain(map);
        }
        throw new PenstockException(ErrorKind.CLOSED, "setup.done", "this server has an admin already: penstock login");
    }

    private static ServerContext told(Asked asked, Map<String, Object> local) {
        var url = ServerContext.url(String.valueOf(local.get("url")));
        return new ServerContext(asked.chosen().newName().orElse(url.getHost()), url,
                Optional.ofNullable(local.get("pin")).map(String::valueOf), Optional.empty(), Optional.empty());
    }

    private static int login(Asked asked) {
        ServerContext server = asked.chosen().server();
        String user = asked.option("user").or(server::user)
                .orElseThrow(() -> PenstockException.invalid("cli.option", "expected --user: nobody has signed in here yet"));
        String password = SecretInput.read("password", asked.option("password-file"), asked.console());
        try (Api api = new Api(server, Optional.empty())) {
            keep(asked, server.as(user), session(api, user, password));
        }
        return asked.done(Asked.map("context", server.name(), "user", user),
                user + " is signed in at " + server.url() + ", the context \"" + server.name() + "\"");
    }

    private static String session(Api api, String user, String password) {
        return String.valueOf(api.post(Query.of("/sessions"), Asked.map("name", user, "password", password)).get("token"));
    }

    private static void keep(Asked asked, ServerContext server, String token) {
        asked.contexts().keep(server.name(), token);
        asked.contexts().use(server);
    }

    private static int logout(Asked asked) {
        String name = asked.chosen().server().name();
        try {
            asked.api().delete(Query.of("/sessions/current"));
        } catch (PenstockException e) {
            // A session that has ended is what was asked for.
            if (e.kind() != ErrorKind.DENIED) {
                throw e;
            }
        } finally {
            asked.contexts().forget(name);
        }
        return asked.done(Asked.map("context", name), "signed out of " + name);
    }

    private static int password(Asked asked) {
        String old = SecretInput.read("old password", asked.option("old-file"), asked.console());
        String fresh = SecretInput.read("new password", asked.option("new-file"), asked.console());
        asked.api().put(Query.of("/me/password"), Asked.map("old", old, "new", fresh));
        return asked.done(Map.of(), "changed; other sessions have ended");
    }
}
