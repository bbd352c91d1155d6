package io.penstock.control.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.PenstockException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SignedTest {
    private static final String BODY = "{\"type\":\"manifest\",\"ü\":1}";

    private final KeyPair pair = pair();
    private final ServerKey key = key(pair);

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static ServerKey key(KeyPair pair) {
        byte[] encoded = pair.getPublic().getEncoded();
        return ServerKey.of(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    }

    private static Signed signed(KeyPair pair, String kid, String type, String body) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(pair.getPrivate());
            signer.update(Signed.signedBytes(type, body));
            return new Signed(body, kid, Base64.getEncoder().encodeToString(signer.sign()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatIsSignedIsTheTypeAndExactlyTheBody() {
        assertThat(Signed.signedBytes("manifest", BODY))
                .isEqualTo(("penstock-control/1\u0000manifest\u0000" + BODY).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theOwnersSignatureHolds() {
        assertThat(key.verifies("manifest", signed(pair, key.kid(), "manifest", BODY))).isTrue();
    }

    @Test
    void anotherTypeBodyKeyOrSignatureDoesNotHold() {
        Signed good = signed(pair, key.kid(), "manifest", BODY);
        KeyPair other = pair();

        assertThat(key.verifies("settings", good)).isFalse();
        assertThat(key.verifies("manifest", new Signed(BODY + " ", good.kid(), good.signature()))).isFalse();
        assertThat(key.verifies("manifest", signed(other, key.kid(), "manifest", BODY))).isFalse();
        assertThat(key.verifies("manifest", signed(pair, key(other).kid(), "manifest", BODY))).isFalse();
        assertThat(key.verifies("manifest", new Signed(BODY, key.kid(), "A".repeat(86) + "=="))).isFalse();
        assertThat(ServerKey.of(new byte[32]).verifies("manifest", new Signed(BODY, ServerKey.of(new byte[32]).kid(),
                good.signature()))).isFalse();
    }

    @Test
    void theHashIsThatOfTheBytes() {
        assertThat(Signed.hash("")).isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(signed(pair, key.kid(), "manifest", BODY).hash()).isEqualTo(Signed.hash(BODY));
    }

    @Test
    void aKeyIsNamedAfterItself() {
        assertThat(key.kid()).hasSize(16);
        assertThatThrownBy(() -> new ServerKey("0".repeat(16), key.key())).isInstanceOf(PenstockException.class);
    }
}
