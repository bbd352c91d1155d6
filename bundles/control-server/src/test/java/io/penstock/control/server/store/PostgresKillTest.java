package io.penstock.control.server.store;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;

@Tag("postgres")
class PostgresKillTest extends KillContract {
    @Override
    StorePlace place(Path folder) {
        return new PostgresPlace(folder);
    }

    @Override
    Optional<String> url(StorePlace place) {
        return Optional.of(((PostgresPlace) place).url());
    }
}
