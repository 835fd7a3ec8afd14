"""Rasa tokenizer: text and offsets stay as typed, the lemma is the form used for matching."""

from __future__ import annotations

import hashlib
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from banpol.language.lexicon import KAMUS_DIR
from banpol.language.spelling import tokens


def kamus_fingerprint() -> str:
    """Hash of the word lists; Rasa retrains a component when it changes."""
    digest = hashlib.sha256()
    for path in sorted(KAMUS_DIR.glob("*.yml")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class NormTokenizer(Tokenizer):
    """Words of a message with their lemmas; punctuation and emoji are no words."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Rasa's own switches for intents; the spelling itself has none."""
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "prefix_separator_symbol": None,
            "token_pattern": None,
        }

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """An edited word list makes the trained model stale."""
        return kamus_fingerprint()

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Rasa's tokens of one attribute of a message."""
        found = tokens(str(message.get(attribute) or ""))
        return self._apply_token_pattern([Token(t.text, t.start, t.end, lemma=t.lemma) for t in found])
