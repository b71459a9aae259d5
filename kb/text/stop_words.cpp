#include "kb/text/stop_words.h"

#include <unordered_set>

namespace kb {

bool is_stop_word(std::string_view folded) {
    static const std::unordered_set<std::string_view> words = {
        // Russian: particles, prepositions, conjunctions, pronouns
        "и", "в", "во", "не", "на", "я", "с", "со", "как", "а", "то", "все", "она", "так", "его", "но", "да", "ты", "к",
        "ко", "у", "же", "вы", "за", "бы", "по", "ее", "мне", "вот", "от", "о", "об", "из", "им", "теперь",
        "даже", "ну", "ли", "если", "уже", "или", "ни", "быть", "был", "была", "были", "было", "есть", "него", "до",
        "вас", "нас", "нибудь", "опять", "уж", "вам", "ведь", "там", "потом", "себя", "ничего", "ей", "они", "тут",
        "где", "надо", "ней", "для", "мы", "тебя", "их", "чем", "сам", "чтоб", "чтобы", "раз", "тоже", "себе", "под",
        "будет", "ж", "тогда", "кто", "этот", "того", "потому", "этого", "какой", "какая", "какие", "каким", "ним",
        "этом", "эта", "эти", "это", "мой", "моя", "мое", "мои", "моего", "моей", "тем", "нее", "сейчас", "зачем", "при",
        "что", "чего", "почему", "когда", "куда", "откуда", "сколько", "можно", "нужно", "ли", "лишь", "об", "меня",
        // Russian: how people begin and end a message
        "здравствуйте", "привет", "добрый", "день", "вечер", "подскажите", "пожалуйста", "спасибо", "скажите", "хочу",
        "могу", "делать", "сделать", "узнать", "такой", "такое", "здравствуй", "доброе", "доброго", "утро", "дня", "подскажи",
        "скажи", "помогите", "помоги", "пожалуста", "плиз", "хотел", "хотела", "хотелось", "хотим", "хочется", "интересует",
        "вопрос", "образом", "случае", "заранее", "будьте", "добры", "ребята", "всем", "благодарю",
        // English: function words
        "a", "an", "the", "and", "or", "but", "if", "of", "at", "by", "for", "with", "to", "from", "in", "on", "is",
        "are", "was", "were", "be", "been", "being", "am", "do", "does", "did", "doing", "have", "has", "had", "having",
        "i", "me", "my", "we", "our", "you", "your", "he", "she", "it", "its", "they", "them", "their", "this", "that",
        "these", "those", "as", "so", "than", "then", "there", "here", "what", "which", "who", "whom", "how", "when",
        "where", "why", "can", "could", "should", "would", "will", "shall", "may", "might", "must", "im", "ive", "id",
        "whats", "isnt", "about", "into", "over", "under",
        // English: how people begin and end a message
        "hello", "hi", "hey", "dear", "please", "kindly", "thanks", "thank", "want", "wanted", "need", "know", "like", "tell",
        "question", "anyone", "someone", "regards"};
    return words.count(folded) != 0;
}

}  // namespace kb
