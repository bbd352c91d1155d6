package io.penstock.admin.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.PenstockException;
import io.penstock.core.value.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleGuardTest {
    @TempDir
    private Path data;

    private static Optional<String> ask(String method, String... headers) {
        Map<String, String> map = new HashMap<>(Map.of("Host", "127.0.0.1:8090"));
        for (int i = 0; i < headers.length; i += 2) {
            map.put(headers[i], headers[i + 1]);
        }
        return RequestCheck.refusal(method, map::get);
    }

    @Test
    void takesChangesOnlyFromItsOwnPages() {
        assertThat(ask("POST", "Origin", "http://127.0.0.1:8090")).isEmpty();
        assertThat(ask("POST", "Host", "localhost:8090", "Referer", "http://localhost:8090/system/console/configMgr")).isEmpty();
        assertThat(ask("POST", "Origin", "http://127.0.0.1:8090", "Sec-Fetch-Site", "same-origin")).isEmpty();
    }

    @Test
    void refusesChangesFromEverywhereElse() {
        assertThat(ask("POST")).isPresent();
        assertThat(ask("POST", "Origin", "null")).isPresent();
        assertThat(ask("POST", "Origin", "http://evil.example")).isPresent();
        assertThat(ask("POST", "Origin", "http://127.0.0.1:8091")).as("another port is another page").isPresent();
        assertThat(ask("POST", "Origin", "https://127.0.0.1:8090")).isPresent();
        assertThat(ask("POST", "Origin", "http://localhost:8090")).as("not the name it was asked by").isPresent();
        assertThat(ask("POST", "Referer", "http://127.0.0.1:8090.evil.example/")).isPresent();
        assertThat(ask("POST", "Origin", "http://127.0.0.1:8090", "Referer", "http://evil.example/")).isPresent();
        assertThat(ask("POST", "Origin", "http://127.0.0.1:8090", "Sec-Fetch-Site", "cross-site")).isPresent();
        assertThat(ask("DELETE", "Sec-Fetch-Site", "same-origin")).isPresent();
        assertThat(ask("post", "Origin", "http://evil.example")).isPresent();
    }

    @Test
    void refusesEveryRequestThatNamesAnotherHost() {
        assertThat(ask("GET", "Host", "evil.example:8090")).isPresent();
        assertThat(ask("GET", "Host", "127.0.0.1.evil.example")).isPresent();
        assertThat(RequestCheck.refusal("GET", name -> null)).isPresent();
        assertThat(ask("GET", "Host", "[::1]:8090")).isEmpty();
        assertThat(ask("GET", "Host", "127.0.0.2:8090")).as("an address the console may be given").isEmpty();
    }

    @Test
    void isShownOnItsOwnAndNotInsideOtherPages() {
        assertThat(ask("GET")).isEmpty();
        assertThat(ask("GET", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document")).isEmpty();
        assertThat(ask("GET", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "iframe")).isPresent();
        assertThat(ask("GET", "Sec-Fetch-Site", "same-site", "Sec-Fetch-Mode", "cors", "Sec-Fetch-Dest", "empty")).isPresent();
    }

    @Test
    void makesAPasswordOnceThatOnlyTheOwnerCanRead() throws Exception {
        Path file = PasswordFile.in(data);
        Secret made = PasswordFile.read(file, new SecureRandom());
        assertThat(made.reveal()).hasSize(PasswordFile.LENGTH).matches("[A-Za-z2-9]+");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(PasswordFile.read(file, new SecureRandom())).isEqualTo(made);
        Files.delete(file);
        assertThat(PasswordFile.read(file, new SecureRandom())).isNotEqualTo(made);
    }

    @Test
    void narrowsAFileOthersCouldRead() throws Exception {
        Path file = PasswordFile.in(data);
        Files.writeString(file, "a long enough password\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(PasswordFile.read(file, new SecureRandom()).reveal()).isEqualTo("a long enough password");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    }

    @Test
    void refusesAShortPasswordWithoutShowingIt() throws Exception {
        Path file = PasswordFile.in(data);
        Files.writeString(file, "admin\n");
        assertThatThrownBy(() -> PasswordFile.read(file, new SecureRandom())).isInstanceOf(PenstockException.class)
                .hasMessageContaining("5 characters").hasMessageNotContaining("\"admin\"");
    }

    @Test
    void readsWhatABrowserSendsAndNothingElse() {
        String sent = Base64.getEncoder().encodeToString("penstock:a:b".getBytes(StandardCharsets.UTF_8));
        assertThat(BasicCredentials.parse("Basic " + sent)).get()
                .isEqualTo(new BasicCredentials("penstock", Secret.of("a:b")));
        assertThat(BasicCredentials.parse("Bearer " + sent)).isEmpty();
        assertThat(BasicCredentials.parse("Basic ???")).isEmpty();
        assertThat(BasicCredentials.parse("Basic " + "A".repeat(5000))).isEmpty();
        assertThat(BasicCredentials.parse(null)).isEmpty();
        assertThat(BasicCredentials.parse("Basic " + sent).toString()).doesNotContain("a:b");
    }

    @Test
    void listensOnThisMachineOnly() {
        assertThat(ConsoleAddress.parse("127.0.0.1:8090")).contains(new ConsoleAddress("127.0.0.1", 8090));
        assertThat(ConsoleAddress.parse("none")).isEmpty();
        assertThatThrownBy(() -> ConsoleAddress.parse("0.0.0.0:8090")).hasMessageContaining("this machine");
        assertThatThrownBy(() -> ConsoleAddress.parse("8090")).hasMessageContaining("HOST:PORT");
    }
}
