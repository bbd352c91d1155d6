package io.penstock.cli.local;

import io.penstock.config.secret.EnvironmentSecrets;
import io.penstock.config.secret.FileSecrets;
import io.penstock.config.secret.References;
import io.penstock.core.secret.SecretProvider;
import io.penstock.core.secret.TextResolver;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@code ${…}} stands for when no Penstock runs: the same rules as in the runtime, with its built-in providers. */
public final class LocalReferences {
    private LocalReferences() {
    }

    /** With the secrets folders of this home. */
    public static TextResolver of(Path home) {
        List<Path> folders = Stream.concat(
                Optional.ofNullable(System.getenv("CREDENTIALS_DIRECTORY")).map(Path::of).stream(),
                Stream.of(home.resolve("conf").resolve("secrets"))).toList();
        List<SecretProvider> providers = List.of(new EnvironmentSecrets(System.getenv()), new FileSecrets(folders));
        return new References(System.getenv(), name -> providers.stream()
                .filter(provider -> provider.provider().equals(name)).findFirst());
    }
}
