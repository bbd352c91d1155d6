package io.penstock.cli.server;

import io.penstock.cli.Console;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who may use the server: persons, programs, and the tokens of both. */
final class UsersCommands {
    static final List<String> NAMES = List.of("users list", "users create", "users role", "users enable", "users disable", "users reset-password",
            "users remove", "accounts list", "accounts create", "accounts role", "accounts enable", "accounts disable", "accounts remove",
            "accounts tokens", "accounts token", "accounts revoke", "tokens list", "tokens create", "tokens revoke");
    private static final String USERS = "/users";
    private static final String ACCOUNTS = "/service-accounts";
    private static final String ROLE = "viewer, editor, operator or admin: each may do what the one before may.";
    private static final String FILE = "Where the token goes, for its owner only. Without it: standard output.";

    private UsersCommands() {
    }

    static ServerCommand command(String name, Console console) {
        return switch (name) {
            case "users list" -> new ServerCommand("Lists persons.", console, UsersCommands::users).examples("users list");
            case "users create" -> new ServerCommand("Makes a person, whose first password is read from standard input.", console, UsersCommands::create)
                    .takes("NAME", "name", "The person's name.").option("role", "ROLE", ROLE + " Default: viewer.")
                    .option("password-file", "FILE", "Read the password from this file.").examples("users create bob --role operator");
            case "users reset-password" -> new ServerCommand("Gives a person another password, read from standard input, and ends the person's "
                    + "sessions.", console, UsersCommands::reset).takes("NAME", "name", "The person's name.")
                    .option("password-file", "FILE", "Read the password from this file.").examples("users reset-password bob");
            case "accounts list" -> new ServerCommand("Lists programs that use the API.", console, UsersCommands::accounts).examples("accounts list");
            case "accounts create" -> new ServerCommand("Makes an account for a program.", console, UsersCommands::account)
                    .takes("NAME", "name", "The program's name.").option("role", "ROLE", ROLE + " Default: viewer.")
                    .option("selector", "SELECTOR", "Only these agents.").examples("accounts create ci --role editor");
            case "accounts tokens" -> new ServerCommand("Lists an account's tokens.", console, UsersCommands::accountTokens)
                    .takes("ACCOUNT", "name", "The program's name.").examples("accounts tokens ci");
            case "accounts token" -> new ServerCommand("Makes a token for an account.", console, UsersCommands::accountToken)
                    .takes("ACCOUNT", "name", "The program's name.").option("label", "TEXT", "What it is called.")
                    .option("expires", "TIME", "When it ends: a time, or how long from now, such as 90d.").option("file", "FILE", FILE)
                    .examples("accounts token ci --label github --expires 90d --file ci.token");
            case "accounts revoke" -> new ServerCommand("Ends a token of an account.", console, UsersCommands::accountRevoke)
                    .takes("ACCOUNT", "name", "The program's name.").takes("TOKEN", "token", "The token's id.").examples("accounts revoke ci 7Hq2LwZr9TbXc4Vn");
            case "tokens list" -> new ServerCommand("Lists one's own API tokens.", console,
                    asked -> tokens(asked, Query.of("/tokens"))).examples("tokens list");
            case "tokens create" -> new ServerCommand("Makes an API token for oneself.", console, UsersCommands::token)
                    .option("label", "TEXT", "What it is called.").option("role", "ROLE", ROLE + " Default: viewer.")
                    .option("expires", "TIME", "When it ends: a time, or how long from now. Default: 30d.").option("file", "FILE", FILE)
                    .examples("tokens create --label laptop --expires 30d --file penstock.token");
            case "tokens revoke" -> new ServerCommand("Ends one of one's tokens.", console, UsersCommands::revoke).takes("TOKEN", "token", "Its id.")
                    .examples("tokens revoke 7Hq2LwZr9TbXc4Vn");
            default -> either(name, console);
        };
    }

    /** What is the same for persons and programs. */
    private static ServerCommand either(String name, Console console) {
        String noun = name.substring(0, name.indexOf(' '));
        String path = noun.equals("users") ? USERS : ACCOUNTS;
        String verb = name.substring(name.indexOf(' ') + 1);
        ServerCommand command = switch (verb) {
            case "role" -> new ServerCommand("Changes what one may do.", console, asked -> patch(asked, path, Asked.map("role", asked.word("role"))));
            case "enable" -> new ServerCommand("Lets one in again.", console, asked -> patch(asked, path, Asked.map("disabled", false)));
            case "disable" -> new ServerCommand("Lets one in no more, at once.", console, asked -> patch(asked, path, Asked.map("disabled", true)));
            case "remove" -> new ServerCommand("Removes one, with all sessions and tokens.", console, asked -> remove(asked, path));
            default -> throw new IllegalArgumentException(name);
        };
        command.takes("NAME", "name", "The name.");
        if (verb.equals("role")) {
            command.takes("ROLE", "role", ROLE);
        }
        return command.examples(name + " " + (noun.equals("users") ? "bob" : "ci") + (verb.equals("role") ? " editor" : ""));
    }

    private static String id(Asked asked, String path) {
        return Named.of(asked.api(), path.equals(USERS) ? "user" : "account", path, "name", asked.word("name"));
    }

    private static int users(Asked asked) {
        return asked.rows(asked.api().list(Query.of(USERS)), user -> Asked.map("name", user.get("name"), "role", user.get("role"),
                "state", Boolean.TRUE.equals(user.get("disabled")) ? "disabled" : user.get("lockedUntil") != null ? "locked" : "",
                "age", asked.age(user.get("createdAt")), "password", asked.age(user.get("passwordAt"))), "nobody");
    }

    private static int create(Asked asked) {
        String password = SecretInput.read("password", asked.option("password-file"), asked.console());
        Map<String, Object> made = asked.api().create(Query.of(USERS), Asked.map("name", asked.word("name"),
                "role", asked.option("role").orElse("viewer"), "password", password));
        return asked.done(made, made.get("name") + " is " + made.get("role"));
    }

    private static int reset(Asked asked) {
        String id = id(asked, USERS);
        asked.api().post(Query.of("/users/{}/password-reset", id),
                Asked.map("password", SecretInput.read("password", asked.option("password-file"), asked.console())));
        return asked.done(Map.of("id", id), asked.word("name") + " has another password; the sessions have ended");
    }

    private static int patch(Asked asked, String path, Map<String, Object> changes) {
        Query one = Query.of(path + "/{}", id(asked, path));
        Map<String, Object> changed = asked.api().change("PATCH", one, one, changes);
        return asked.done(changed, changed.get("name") + " is " + changed.get("role") + (Boolean.TRUE.equals(changed.get("disabled")) ? ", disabled" : ""));
    }

    private static int remove(Asked asked, String path) {
        Query one = Query.of(path + "/{}", id(asked, path));
        asked.api().change("DELETE", one, one, null);
        return asked.done(Map.of("removed", asked.word("name")), asked.word("name") + " is removed");
    }

    private static int accounts(Asked asked) {
        return asked.rows(asked.api().list(Query.of(ACCOUNTS)), account -> Asked.map("name", account.get("name"), "role", account.get("role"),
                "agents", account.get("selector"), "state", Boolean.TRUE.equals(account.get("disabled")) ? "disabled" : "",
                "age", asked.age(account.get("createdAt"))), "no accounts; penstock accounts create makes one");
    }

    private static int account(Asked asked) {
        Map<String, Object> made = asked.api().create(Query.of(ACCOUNTS), Asked.map("name", asked.word("name"),
                "role", asked.option("role").orElse("viewer"), "selector", asked.option("selector")));
        return asked.done(made, made.get("name") + " is " + made.get("role") + "; penstock accounts token " + made.get("name") + " gives it a token");
    }

    private static int accountTokens(Asked asked) {
        return tokens(asked, Query.of(ACCOUNTS + "/{}/tokens", id(asked, ACCOUNTS)));
    }

    private static int tokens(Asked asked, Query query) {
        return asked.rows(asked.api().list(query), token -> Asked.map("id", token.get("id"), "label", token.get("label"), "role", token.get("role"),
                "state", token.get("revokedAt") != null ? "revoked" : "good", "ends", token.get("last4"), "expires", token.get("expiresAt"),
                "used", asked.age(token.get("usedAt")), "from", token.get("usedFrom")), "no tokens");
    }

    private static int accountToken(Asked asked) {
        String id = id(asked, ACCOUNTS);
        Map<String, Object> wanted = Asked.map("label", asked.option("label").orElse(asked.word("name")), "expiresAt", KeysCommands.time(asked.option("expires")));
        return KeysCommands.secret(asked, () -> asked.api().create(Query.of(ACCOUNTS + "/{}/tokens", id), wanted));
    }

    private static int accountRevoke(Asked asked) {
        asked.api().delete(Query.of(ACCOUNTS + "/{}/tokens/{}", id(asked, ACCOUNTS), asked.word("token")));
        return asked.done(Map.of("revoked", asked.word("token")), asked.word("token") + " is revoked");
    }

    private static int token(Asked asked) {
        Map<String, Object> wanted = Asked.map("label", asked.option("label").orElse("cli"), "role", asked.option("role").orElse("viewer"),
                "expiresAt", KeysCommands.time(asked.option("expires").or(() -> Optional.of("30d"))));
        return KeysCommands.secret(asked, () -> asked.api().create(Query.of("/tokens"), wanted));
    }

    private static int revoke(Asked asked) {
        asked.api().delete(Query.of("/tokens/{}", asked.word("token")));
        return asked.done(Map.of("revoked", asked.word("token")), asked.word("token") + " is revoked");
    }
}
