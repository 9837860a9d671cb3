"""Certificates for the tests' own names, made with the openssl program: a good one and every kind of bad one."""
import os
import ssl
import subprocess

NAME = "page.test"


class Certificates:
    """All in `folder`. `authority` is the CA file that a client trusts; context(kind) is a server's."""

    def __init__(self, folder):
        self.folder = folder
        os.makedirs(folder, exist_ok=True)
        self._authority("authority")
        self._authority("stranger")
        self.authority = self._path("authority.pem")
        self._signed("good", NAME, "authority")
        self._signed("other_name", "another.test", "authority")
        self._signed("strange", NAME, "stranger")
        self._signed("expired", NAME, "authority", "20200101000000Z", "20210101000000Z")
        self._openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30",
                      "-keyout", "self_signed.key", "-out", "self_signed.pem", "-subj", f"/CN={NAME}",
                      "-addext", f"subjectAltName=DNS:{NAME}")

    def context(self, kind, protocols=("http/1.1",)):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._path(f"{kind}.pem"), self._path(f"{kind}.key"))
        context.set_alpn_protocols(list(protocols))
        return context

    def _path(self, name):
        return os.path.join(self.folder, name)

    def _openssl(self, *arguments):
        done = subprocess.run(["openssl", *arguments], cwd=self.folder, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise AssertionError(f"openssl {arguments[0]}: {done.stderr}")

    def _authority(self, name):
        self._openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30",
                      "-keyout", f"{name}.key", "-out", f"{name}.pem", "-subj", f"/CN=Test {name}",
                      "-addext", "keyUsage=critical,keyCertSign,cRLSign")

    def _signed(self, kind, name, authority, start=None, end=None):
        self._openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", f"{kind}.key",
                      "-out", f"{kind}.csr", "-subj", f"/CN={name}")
        with open(self._path(f"{kind}.cnf"), "w", encoding="ascii") as file:
            file.write(f"[ca]\ndefault_ca=x\n[x]\ndatabase={kind}.index\nserial={kind}.serial\nnew_certs_dir=.\n"
                       "default_md=sha256\npolicy=any\nx509_extensions=names\nunique_subject=no\n[any]\ncommonName=supplied\n"
                       f"[names]\nsubjectAltName=DNS:{name}\nbasicConstraints=CA:FALSE\n")
        open(self._path(f"{kind}.index"), "w", encoding="ascii").close()
        when = ["-startdate", start, "-enddate", end] if start else ["-days", "30"]
        self._openssl("ca", "-batch", "-notext", "-config", f"{kind}.cnf", "-rand_serial", "-cert", f"{authority}.pem",
                      "-keyfile", f"{authority}.key", "-in", f"{kind}.csr", "-out", f"{kind}.pem", *when)
