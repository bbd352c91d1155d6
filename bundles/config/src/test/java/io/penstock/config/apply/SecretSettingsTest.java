package io.penstock.config.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.config.secret.References;
import io.penstock.config.source.Finding;
import io.penstock.config.source.Flags;
import io.penstock.core.error.PenstockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** References in the file, and what of them may be seen. */
class SecretSettingsTest extends ConfiguredFolder {
    @Test
    void keepsSecretsUnresolvedAndUnseenAndFillsInTheRest() throws Exception {
        environment.put("PW", "hunter2");
        write("[relay-client]", "password = '${PW}'", "url = 'http://${PW}'");

        Configuration configuration = start();

        assertThat(held()).isEqualTo(Map.of("password", "${PW}", "url", "http://hunter2"));
        assertThat(setting(configuration, "password").value()).contains("***");
        assertThat(Files.readString(folder.resolve("applied.properties"))).doesNotContain("hunter2");
    }

    @Test
    void hidesAValueThatCameOutOfAFileAndNeverNamesItInAnError() throws Exception {
        Path secret = Files.writeString(folder.resolve("s"), "hunter2");
        write("[relay-client]", "url = '${file:" + secret + "}'");
        Configuration configuration = start();
        assertThat(setting(configuration, "url").value()).contains("***");

        write("[relay-client]", "size = '${file:" + secret + "}'");
        configuration.reload();

        assertThat(configuration.findings()).hasSize(1).noneMatch(finding -> finding.toString().contains("hunter2"));
    }

    @Test
    void namesTheLineOfAMissingReference() throws Exception {
        write("[relay-client]", "size = 1", "url = '${NOPE}'");

        assertThat(start().findings()).extracting(Finding::toString)
                .containsExactly(file() + ":3: url: the environment variable NOPE is not set");
    }

    @Test
    void tellsAComponentWhenASecretsContentChanged() throws Exception {
        Path secret = Files.writeString(folder.resolve("s"), "one");
        write("[relay-client]", "password = '${file:" + secret + "}'");
        Configuration configuration = start();
        store.writes.clear();

        configuration.reload();
        assertThat(store.writes).isEmpty();
        Files.writeString(secret, "two");
        configuration.reload();

        assertThat(held()).containsEntry(".secrets", 1L);
    }

    @Test
    void keepsASecretReferenceOutOfAnOpenOverride() throws Exception {
        write("");
        Configuration configuration = start();

        assertThatThrownBy(() -> configuration.set(Flags.Path.parse("relay-client.url"), "http://${file:/etc/hostname}"))
                .isInstanceOf(PenstockException.class).hasMessageContaining("relay-client.url is no secret");
        configuration.set(Flags.Path.parse("relay-client.password"), "$${literal");
        assertThat(held()).isEqualTo(Map.of("password", "$${literal"));
    }
}
