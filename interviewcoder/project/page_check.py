"""Whether a passphrase opens an encrypted file, told by its first page alone: nothing is opened."""

from __future__ import annotations

import hashlib
import hmac

from interviewcoder.project.cipher import KEY_BYTES, PAGE_BYTES, SALT_BYTES, derive_key

# SQLCipher 4: behind each page its HMAC-SHA512, over what is enciphered, its start value and its number; the HMAC's
# key comes of the file's own by two rounds with a salt of other bits.
_HMAC_BYTES = 64
_HMAC_ROUNDS = 2
_HMAC_SALT_MASK = 0x3A


def fits(passphrase: str, first_page: bytes) -> bool:
    """Whether a passphrase is the one of the encrypted file that begins with this page."""
    salt, body = first_page[:SALT_BYTES], first_page[SALT_BYTES : PAGE_BYTES - _HMAC_BYTES]
    key = derive_key(passphrase, salt)
    try:
        other = bytes(byte ^ _HMAC_SALT_MASK for byte in salt)
        checking = hashlib.pbkdf2_hmac("sha512", bytes(key.raw), other, _HMAC_ROUNDS, KEY_BYTES)
        made = hmac.digest(checking, body + (1).to_bytes(4, "little"), "sha512")
        return hmac.compare_digest(made, first_page[PAGE_BYTES - _HMAC_BYTES : PAGE_BYTES])
    finally:
        key.wipe()
