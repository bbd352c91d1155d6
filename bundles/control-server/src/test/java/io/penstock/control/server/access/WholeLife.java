package io.penstock.control.server.access;

import io.penstock.control.server.http.Place;
import io.penstock.control.server.store.Act;
import io.penstock.control.server.store.MasterKey;
import io.penstock.control.server.store.Store;
import io.penstock.control.server.store.StoreSettings;
import io.penstock.control.server.store.sql.Drivers;
import io.penstock.core.time.Clock;
import io.penstock.core.value.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Everything that store and access do, from the beginning to the end; made by a class loader that is to go afterwards. */
public final class WholeLife implements Function<Map<String, String>, String> {
    @Override
    public String apply(Map<String, String> given) {
        Path folder = Path.of(given.get("folder"));
        SecureRandom random = new SecureRandom();
        MasterKey key = MasterKey.inFolder(folder, random);
        StoreSettings settings = new StoreSettings(Optional.ofNullable(given.get("url")), Optional.ofNullable(given.get("user")),
                Optional.empty(), "life");
        String id;
        try (Store store = Store.open(settings, folder, key, Clock.system(), random);
                Access access = Access.open(new Access.Parts(store, key, folder, Clock.system(), random, new ServerFacts(
                        () -> new Place(URI.create("https://localhost"), Optional.empty()), "0.1.0", folder.resolve("backups"),
                        Clock.system().now()), () -> TestSettings.usual(Optional.empty()), UnaryOperator.identity()))) {
            Secret code = access.setup().renew().join().orElseThrow().code();
            UnaryOperator<Act> same = UnaryOperator.identity();
            access.setup().use(code, "ann", Secret.of("correct horse battery"), same).join();
            access.backups().makeNow().join();
            access.signer().sign("manifest", "{}");
            id = store.id();
        }
        Drivers.release();
        return id;
    }
}
