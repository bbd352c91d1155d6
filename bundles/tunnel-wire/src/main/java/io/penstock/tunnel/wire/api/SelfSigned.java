package io.penstock.tunnel.wire.api;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A certificate for a server that signs itself: ECDSA with P-256 (RFC 5280). The JDK has no public way to make one.
 *
 * @param certificate valid from an hour ago (clocks differ) for ten years
 */
record SelfSigned(X509Certificate certificate, KeyPair pair) {
    static final Duration VALIDITY = Duration.ofDays(3653);
    private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);
    private static final int SERIAL_BITS = 127;
    private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.oid("1.2.840.10045.4.3.2"));
    private static final String COMMON_NAME = "2.5.4.3";
    private static final int MAX_COMMON_NAME = 64;

    static SelfSigned make(List<String> names, Instant now, SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        KeyPair pair = generator.generateKeyPair();
        byte[] content = content(names, now, pair, new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1));
        Signature signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(pair.getPrivate(), random);
        signer.update(content);
        byte[] der = Der.sequence(content, ECDSA_WITH_SHA256, Der.bits(0, signer.sign()));
        return new SelfSigned((X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(der)), pair);
    }

    private static byte[] content(List<String> names, Instant now, KeyPair pair, BigInteger serial) {
        byte[] version3 = Der.tagged(0xa0, Der.integer(BigInteger.TWO));
        byte[] own = name(names.isEmpty() ? "penstock gateway" : names.get(0));
        byte[] validity = Der.sequence(Der.time(now.minus(CLOCKS_DIFFER)), Der.time(now.plus(VALIDITY)));
        return Der.sequence(version3, Der.integer(serial), ECDSA_WITH_SHA256, own, validity, own,
                pair.getPublic().getEncoded(), Der.tagged(0xa3, extensions(names)));
    }

    private static byte[] name(String text) {
        String common = text.length() > MAX_COMMON_NAME ? text.substring(0, MAX_COMMON_NAME) : text;
        return Der.sequence(Der.set(Der.sequence(Der.oid(COMMON_NAME), Der.utf8(common))));
    }

    private static byte[] extensions(List<String> names) {
        byte[] digitalSignature = Der.sequence(Der.oid("2.5.29.15"), Der.TRUE, Der.octets(Der.bits(7, new byte[] {(byte) 0x80})));
        byte[] serverAuth = Der.sequence(Der.oid("2.5.29.37"), Der.octets(Der.sequence(Der.oid("1.3.6.1.5.5.7.3.1"))));
        if (names.isEmpty()) {
            return Der.sequence(digitalSignature, serverAuth);
        }
        byte[][] alternatives = names.stream().map(SelfSigned::alternative).toArray(byte[][]::new);
        return Der.sequence(digitalSignature, serverAuth,
                Der.sequence(Der.oid("2.5.29.17"), Der.octets(Der.sequence(alternatives))));
    }

    /** dNSName [2] or iPAddress [7]. */
    private static byte[] alternative(String name) {
        if (name.indexOf(':') < 0 && !name.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
            return Der.tagged(0x82, name.getBytes(StandardCharsets.US_ASCII));
        }
        try {
            return Der.tagged(0x87, InetAddress.getByName(name).getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("\"" + name + "\" is no address", e);
        }
    }
}
