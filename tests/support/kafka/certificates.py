"""A certificate authority of our own and a server certificate for loopback."""

import subprocess


def openssl(folder, *arguments):
    done = subprocess.run(["openssl", *arguments], cwd=folder,
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def make_certificates(folder):
    """Write ca.pem and server.pem (key and chain); returns ca.pem's path."""
    folder.mkdir(parents=True, exist_ok=True)
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    openssl(folder, "req", "-x509", *key, "-keyout", "ca.key",
            "-out", "ca.pem", "-days", "2", "-subj", "/CN=gazetted tests CA")
    openssl(folder, "req", *key, "-keyout", "server.key", "-out",
            "server.csr", "-subj", "/CN=127.0.0.1")
    (folder / "san.cnf").write_text(
        "subjectAltName=IP:127.0.0.1,DNS:localhost\n")
    openssl(folder, "x509", "-req", "-in", "server.csr", "-CA", "ca.pem",
            "-CAkey", "ca.key", "-CAcreateserial", "-days", "2",
            "-extfile", "san.cnf", "-out", "server.crt")
    chain = ["server.key", "server.crt", "ca.pem"]
    (folder / "server.pem").write_text(
        "".join((folder / name).read_text() for name in chain))
    return folder / "ca.pem"
