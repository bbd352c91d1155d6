package io.penstock.control.server.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.control.api.CredentialKind;
import io.penstock.control.api.Json;
import io.penstock.control.server.http.Answer;
import io.penstock.control.server.http.Call;
import io.penstock.control.server.http.Resource;
import io.penstock.control.server.http.Role;
import io.penstock.control.server.http.Routes;
import io.penstock.control.server.store.Ids;
import io.penstock.control.server.store.Store;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** {@code /service-accounts}: programs and their tokens. */
final class AccountsResource implements Resource {
    private static final String PLACE = "/api/v1/service-accounts";
    private static final String MERGE_PATCH = "application/merge-patch+json";

    /** What is sent. */
    record AccountNew(Optional<String> name, Optional<Role> role, Optional<String> selector) {
    }

    /** What is sent; a selector of null takes it away. */
    record AccountPatch(Optional<String> name, Optional<Role> role, Optional<String> selector, Optional<Boolean> disabled) {
    }

    /** What is sent. */
    record TokenNew(Optional<String> label, Optional<Instant> expiresAt) {
    }

    /** As the API shows it. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record AccountView(String id, String name, Role role, Optional<String> selector, boolean disabled, Instant createdAt,
            long version) {
        static AccountView of(Account account) {
            return new AccountView(account.id(), account.name(), account.role(), account.selector(), account.disabled(),
                    account.createdAt(), account.version());
        }
    }

    private final Store store;
    private final CredentialIndex credentials;
    private final Owners owners;
    private final Ids ids;
    private final UnaryOperator<String> checkedSelector;
    private final Json json = new Json();

    /** @param checkedSelector gives back a selector that can be read, or throws what is wrong with it */
    AccountsResource(Store store, CredentialIndex credentials, Owners owners, Ids ids, UnaryOperator<String> checkedSelector) {
        this.store = store;
        this.credentials = credentials;
        this.owners = owners;
        this.ids = ids;
        this.checkedSelector = checkedSelector;
    }

    @Override
    public void routes(Routes routes) {
        routes.on("GET", PLACE).role(Role.ADMIN).to(this::list);
        routes.on("POST", PLACE).role(Role.ADMIN).creates().to(this::make);
        routes.on("GET", PLACE + "/{id}").role(Role.ADMIN).to(this::show);
        routes.on("PATCH", PLACE + "/{id}").role(Role.ADMIN).changes().takes(MERGE_PATCH).to(this::change);
        routes.on("DELETE", PLACE + "/{id}").role(Role.ADMIN).changes().to(this::remove);
        routes.on("GET", PLACE + "/{id}/tokens").role(Role.ADMIN).to(this::listTokens);
        routes.on("POST", PLACE + "/{id}/tokens").role(Role.ADMIN).creates().to(this::makeToken);
        routes.on("DELETE", PLACE + "/{id}/tokens/{tokenId}").role(Role.ADMIN).to(this::endToken);
    }

    private CompletionStage<Answer> list(Call call) {
        String after = Cursor.after(call.page());
        ListFilter filter = ListFilter.of(call);
        return store.read(rows -> {
            List<Account> page = filter.page(call.page().limit(), after, (from, limit) -> AccountTable.page(rows, from, limit),
                    Account::name, Account::role);
            return Answer.list(page.stream().map(AccountView::of).toList(),
                    Cursor.next(page, call.page(), account -> account.name().toLowerCase(Locale.ROOT)));
        });
    }

    private CompletionStage<Answer> make(Call call) {
        AccountNew wanted = call.body(AccountNew.class);
        String name = Texts.userName(Texts.required(wanted.name(), "/name"));
        Role role = Texts.required(wanted.role(), "/role");
        Optional<String> selector = wanted.selector().map(checkedSelector);
        return store.write(tx -> {
            Account made = new Account(ids.next(), name, role, selector, false, tx.now(), 1);
            AccountTable.insert(tx, made);
            tx.audit(Actors.done(call, "accounts.create", "account", made.id(), Map.of("name", name, "role", role.text(),
                    "selector", selector.orElse("*"))));
            tx.onCommit(() -> owners.put(made));
            return Answer.created(PLACE + "/" + made.id(), AccountView.of(made), made.version());
        });
    }

    private CompletionStage<Answer> show(Call call) {
        return store.read(rows -> {
            Account account = AccountTable.existing(rows, call.path("id"));
            return Answer.ok(AccountView.of(account), account.version());
        });
    }

    private CompletionStage<Answer> change(Call call) {
        AccountPatch patch = call.body(AccountPatch.class);
        Map<?, ?> given = json.readTolerant(call.bytes(), Map.class);
        if (given.isEmpty()) {
            throw PenstockException.invalid("request.field", "the body changes nothing");
        }
        patch.name().ifPresent(Texts::userName);
        Optional<String> selector = patch.selector().map(checkedSelector);
        return store.write(tx -> {
            Account before = AccountTable.existing(tx, call.path("id"));
            Account wanted = new Account(before.id(), patch.name().orElse(before.name()), patch.role().orElse(before.role()),
                    given.containsKey("selector") ? selector : before.selector(), patch.disabled().orElse(before.disabled()),
                    before.createdAt(), before.version());
            Account changed = AccountTable.change(tx, wanted, call.ifMatch());
            tx.audit(Actors.done(call, "accounts.change", "account", before.id(), Map.of("before", told(before), "after",
                    told(changed))));
            tx.onCommit(() -> owners.put(changed));
            return Answer.ok(AccountView.of(changed), changed.version());
        });
    }

    private static Map<String, ?> told(Account account) {
        return Map.of("name", account.name(), "role", account.role().text(), "selector", account.selector().orElse("*"),
                "disabled", account.disabled());
    }

    private CompletionStage<Answer> remove(Call call) {
        return store.write(tx -> {
            Account account = AccountTable.existing(tx, call.path("id"));
            AccountTable.delete(tx, account.id(), call.ifMatch());
            credentials.revokeAll(tx, CredentialKind.SERVICE_ACCOUNT, account.id(), Optional.empty());
            tx.audit(Actors.done(call, "accounts.remove", "account", account.id(), Map.of("name", account.name())));
            tx.onCommit(() -> owners.remove(account.id()));
            return Answer.none();
        });
    }

    private CompletionStage<Answer> listTokens(Call call) {
        String after = Cursor.after(call.page());
        return store.read(rows -> {
            Account account = AccountTable.existing(rows, call.path("id"));
            List<Credential> page = CredentialTable.of(rows, CredentialKind.SERVICE_ACCOUNT, account.id(), after,
                    call.page().limit());
            return Answer.list(page.stream().map(token -> TokenView.of(token, account.role())).toList(),
                    Cursor.next(page, call.page(), Credential::id));
        });
    }

    private CompletionStage<Answer> makeToken(Call call) {
        TokenNew wanted = call.body(TokenNew.class);
        String label = Texts.label(Texts.required(wanted.label(), "/label"));
        return store.write(tx -> {
            Account account = AccountTable.existing(tx, call.path("id"));
            wanted.expiresAt().ifPresent(at -> Texts.expiry(at, tx.now()));
            Made made = credentials.make(tx, NewCredential.of(CredentialKind.SERVICE_ACCOUNT, account.id(), label,
                    Actors.actor(call.caller()), wanted.expiresAt()));
            tx.audit(Actors.done(call, "accounts.token", "account", account.id(), Map.of("token", made.id(), "label", label)));
            return Answer.created(PLACE + "/" + account.id() + "/tokens/" + made.id(), TokenView.of(
                    CredentialTable.one(tx, made.id()).orElseThrow(), account.role()).with(made.token())).secret();
        });
    }

    private CompletionStage<Answer> endToken(Call call) {
        String id = Texts.credentialId(call.path("tokenId"), "tokens.unknown", "token");
        return store.write(tx -> {
            Account account = AccountTable.existing(tx, call.path("id"));
            CredentialTable.one(tx, id).filter(found -> found.kind() == CredentialKind.SERVICE_ACCOUNT
                    && found.owner().equals(account.id())).orElseThrow(() -> new PenstockException(ErrorKind.NOT_FOUND,
                            "tokens.unknown", "there is no token \"" + id + "\" of \"" + account.name() + "\""));
            credentials.revoke(tx, id);
            tx.audit(Actors.done(call, "accounts.token-end", "account", account.id(), Map.of("token", id)));
            return Answer.none();
        });
    }
}
