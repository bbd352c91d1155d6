package io.penstock.tunnel.wire.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.PenstockException;
import io.penstock.core.value.Secret;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class KeysTest {
    private static final byte[] CONTENT = "content".getBytes(UTF_8);

    @Test
    void derivesThePublicKeyOfRfc8032sFirstTest() {
        byte[] seed = HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        SigningKey key = SigningKey.of(Secret.of(Base64.getEncoder().encodeToString(seed)));
        assertThat(HexFormat.of().formatHex(Base64.getDecoder().decode(key.verifying().text())))
                .isEqualTo("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        assertThat(HexFormat.of().formatHex(key.sign(new byte[0]))).startsWith("e5564300c360ac729086e2cc806e828a");
    }

    @Test
    void readsWhatItWrote() {
        SigningKey made = SigningKey.generate(new SecureRandom());
        SigningKey read = SigningKey.of(made.text());
        VerifyingKey other = VerifyingKey.of(read.verifying().text());
        assertThat(other).isEqualTo(made.verifying());
        assertThat(other.verifies(CONTENT, read.sign(CONTENT))).isTrue();
    }

    @Test
    void readsPkcs8() throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        SigningKey key = SigningKey.of(Secret.of(Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())));
        byte[] spki = pair.getPublic().getEncoded();
        assertThat(key.verifying().text())
                .isEqualTo(Base64.getEncoder().encodeToString(Arrays.copyOfRange(spki, spki.length - 32, spki.length)));
    }

    @Test
    void verifiesNothingButItsOwnSignatures() {
        SigningKey key = SigningKey.generate(new SecureRandom());
        byte[] signature = key.sign(CONTENT);
        VerifyingKey other = SigningKey.generate(new SecureRandom()).verifying();
        assertThat(other.verifies(CONTENT, signature)).isFalse();
        assertThat(key.verifying().verifies(new byte[1], signature)).isFalse();
        assertThat(key.verifying().verifies(CONTENT, new byte[64])).isFalse();
        assertThat(key.verifying().verifies(CONTENT, new byte[3])).isFalse();
        byte[] high = signature.clone();
        Arrays.fill(high, 32, 64, (byte) 0xff);
        assertThat(key.verifying().verifies(CONTENT, high)).isFalse();
    }

    @Test
    void saysWhatIsWrongWithAKeyButNotTheKey() {
        assertThatThrownBy(() -> SigningKey.of(Secret.of("c2VjcmV0"))).isInstanceOf(PenstockException.class)
                .hasMessageContaining("32 bytes").hasMessageNotContaining("c2VjcmV0");
        assertThatThrownBy(() -> SigningKey.of(Secret.of("*secret*"))).isInstanceOf(PenstockException.class)
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> VerifyingKey.of("AAAA")).isInstanceOf(PenstockException.class).hasMessageContaining("3 bytes");
    }

    @Test
    void printsNoSecret() {
        SigningKey key = SigningKey.generate(new SecureRandom());
        assertThat(key.toString()).isEqualTo(key.verifying().id()).hasSize(16);
        assertThat(key.text().toString()).isEqualTo("***");
    }
}
