package io.penstock.config.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.PenstockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ReferencesTest {
    @TempDir
    Path folder;
    private References references;

    @BeforeEach
    void setUp() {
        FileSecrets files = new FileSecrets(List.of(folder.resolve("absent"), folder));
        EnvironmentSecrets environment = new EnvironmentSecrets(Map.of("TOKEN", "t0"));
        references = new References(Map.of("HOST", "db"), name -> name.equals("file") ? Optional.of(files)
                : name.equals("env") ? Optional.of(environment) : Optional.empty());
    }

    private void secret(String name, String text, String permissions) throws Exception {
        Path file = Files.writeString(folder.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void readsNoFileWithoutEnd() {
        assertThatThrownBy(() -> references.resolve("${file:/dev/zero}")).isInstanceOf(PenstockException.class)
                .hasMessageContaining("/dev/zero is longer than");
    }

    @Test
    void fillsInVariablesFilesAndSecretsSideBySide() throws Exception {
        secret("db", "user = u\n# c\npassword = p=1\n", "rw-------");
        Path plain = Files.writeString(folder.resolve("plain"), "content\n");

        assertThat(references.resolve("jdbc://${HOST}/${file:" + plain + "}?p=${secret:file/db#password}&${secret:env/TOKEN}"))
                .isEqualTo("jdbc://db/content?p=p=1&t0");
    }

    @Test
    void leavesEscapedReferencesAndLoneDollarsAlone() {
        assertThat(references.resolve("$${HOST} costs 5$ and $HOST")).isEqualTo("${HOST} costs 5$ and $HOST");
    }

    @Test
    void namesWhatIsMissing() {
        refuses("${NOPE}", "the environment variable NOPE is not set");
        refuses("${file:/nowhere/x}", "the file /nowhere/x cannot be read");
        refuses("${secret:vault/a#b}", "there is no secret provider \"vault\"");
        refuses("${secret:file/none}", "there is no secret \"file/none\"");
        refuses("${HOST", "without its \"}\"");
        refuses("${HOST:-x}", "expected ${NAME}");
        refuses("${secret:file/../etc}", "no name of a file");
    }

    @Test
    void refusesASecretFileOthersMayRead() throws Exception {
        secret("open", "x", "rw-r--r--");

        refuses("${secret:file/open}", "chmod 600");
    }

    private void refuses(String text, String because) {
        assertThatThrownBy(() -> references.resolve(text)).isInstanceOf(PenstockException.class)
                .hasMessageContaining(because);
    }
}
