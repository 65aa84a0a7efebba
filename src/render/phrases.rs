//! The fixed words of charts: English, Russian, Kazakh, Ukrainian.

use super::lang::Lang;
use super::style::Family;
use crate::domain::{ActorKind, Class, Kind, Modality};
use crate::report::view::Step;

/// Words in each language; `{}` stands for what is filled in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Phrase(pub(crate) [&'static str; 4]);

/// A noun after a number in each language: after one, a few, many.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plural(pub(crate) [[&'static str; 3]; 4]);

/// Declares phrases in the order of the languages.
macro_rules! phrases {
    ($($NAME:ident: $en:literal, $ru:literal, $kk:literal, $uk:literal;)+) => {
        $(pub(crate) const $NAME: Phrase = Phrase([$en, $ru, $kk, $uk]);)+
    };
}

/// Declares nouns: English one and many, Russian one, few, many, Kazakh, Ukrainian one, few, many.
macro_rules! plurals {
    ($($NAME:ident: $one:literal $many:literal, $r1:literal $r2:literal $r5:literal, $kk:literal,
        $u1:literal $u2:literal $u5:literal;)+) => {
        $(pub(crate) const $NAME: Plural =
            Plural([[$one, $many, $many], [$r1, $r2, $r5], [$kk, $kk, $kk], [$u1, $u2, $u5]]);)+
    };
}

phrases! {
    TIMELINE: "Timeline", "Хронология", "Хронология", "Хронологія";
    LANES_TITLE: "Who did what when", "Кто что делал и когда", "Кім қашан не істеді", "Хто що робив і коли";
    ACTIVITY: "Events over time", "События во времени", "Уақыт бойынша оқиғалар", "Події в часі";
    TONE: "Cooperation and conflict over time", "Сотрудничество и конфликт во времени", "Уақыт бойынша ынтымақ пен қақтығыс", "Співпраця і конфлікт у часі";
    DYADS: "Who acted on whom", "Кто действовал и на кого", "Кім кімге әрекет етті", "Хто діяв і на кого";
    CALENDAR: "Days of the year", "Дни года", "Жыл күндері", "Дні року";
    NETWORK: "Who took part with whom", "Кто с кем участвовал", "Кім кіммен бірге қатысты", "Хто з ким брав участь";
    LINKED: "Events and their links", "События и связи между ними", "Оқиғалар және олардың байланыстары", "Події та зв’язки між ними";
    STORY: "A story and its actors", "История и её участники", "Оқиғалар желісі және қатысушылары", "Історія та її учасники";
    THREAD: "an actor", "участник", "қатысушы", "учасник";
    STEPS_NOT_TIME: "a step an event, not to scale", "шаг — событие, не в масштабе времени", "қадам – оқиға, уақыт масштабсыз", "крок — подія, не в масштабі часу";
    MAP: "Where events happened", "Где происходили события", "Оқиғалар қайда болды", "Де відбувалися події";
    ALL_EVENTS: "All events", "Все события", "Барлық оқиғалар", "Усі події";
    QUERY: "Query: {}", "Запрос: {}", "Сұраныс: {}", "Запит: {}";
    AS_OF: "as of {}", "по состоянию на {}", "дерек күні: {}", "станом на {}";
    SOURCE: "Source: {}", "Источник: {}", "Дереккөз: {}", "Джерело: {}";
    SOURCES: "Sources: {}", "Источники: {}", "Дереккөздер: {}", "Джерела: {}";
    AND_MORE: "{} and {} more", "{} и ещё {}", "{} және тағы {}", "{} і ще {}";
    MORE: "and {}", "и ещё {}", "және тағы {}", "і ще {}";
    LABELLED: "{} labelled", "{} с подписью", "{} атаумен", "{} з підписом";
    NOT_DRAWN: "{} not drawn", "не показано: {}", "көрсетілмеген: {}", "не показано: {}";
    OUTSIDE: "{} outside of the axis", "вне оси: {}", "осьтен тыс: {}", "поза віссю: {}";
    VAGUE: "{} dated too vaguely for this chart", "с неточной датой, не показано: {}", "күні дәл емес, көрсетілмеген: {}", "з неточною датою, не показано: {}";
    SAME_EVENT: "the same event", "то же событие", "сол оқиға", "та сама подія";
    MARKS_IN: "{} in {}", "{}, {}", "{}, {}", "{}, {}";
    NO_MATCH: "No event matches this query", "Запросу не отвечает ни одно событие", "Сұранысқа сай оқиға жоқ", "Жодна подія не відповідає запиту";
    NO_DATA: "The database holds no events", "В базе нет событий", "Дерекқорда оқиға жоқ", "У базі немає подій";
    HELD: "The database holds {}", "В базе {}", "Дерекқорда {} бар", "У базі {}";
    ALL_UNDATED: "No date is known of {} that match", "Даты неизвестны, найдено: {}", "Күні белгісіз, табылғаны: {}", "Дати невідомі, знайдено: {}";
    NONE_FITS: "{} match, but none began at a known date in this time", "Найдено: {}; ни одно не началось в это время в известный день", "Табылғаны: {}; осы уақытта белгілі күні басталған оқиға жоқ", "Знайдено: {}; жодна не почалася в цей час у відомий день";
    NO_TONE: "None of {} that match has a Goldstein score", "Ни у одного нет оценки Голдштейна; найдено: {}", "Голдстейн бағасы жоқ; табылғаны: {}", "Жодна не має оцінки Голдштейна; знайдено: {}";
    NO_PAIR: "None of {} that match has two known sides", "Ни у одного нет двух известных сторон; найдено: {}", "Екі жағы белгілісі жоқ; табылғаны: {}", "Жодна не має двох відомих сторін; знайдено: {}";
    TRANSLITERATED: "not in the font, in Latin letters here: {}", "нет в шрифте, даны латиницей: {}", "қаріпте жоқ, латынша берілген: {}", "немає у шрифті, подано латиницею: {}";
    LASTING: "lasting", "длится", "созылған", "триває";
    DATE_UNCERTAIN: "date uncertain", "дата неточна", "күні дәл емес", "дата неточна";
    LINK_SUGGESTED: "link suggested", "связь предположена", "болжамды байланыс", "зв’язок припущено";
    MORE_EVENTS: "more events here", "ещё события", "тағы оқиғалар", "ще події";
    BY_DAY: "by {}", "не позднее {}", "{} не одан бұрын", "не пізніше {}";
    FROM_DAY: "from {}", "с {}", "{} және одан кейін", "з {}";
    BETWEEN: "between {} and {}", "между {} и {}", "{} – {} аралығы", "між {} і {}";
    ABOUT: "about {}", "ок. {}", "шамамен {}", "бл. {}";
    DATE_UNKNOWN: "date unknown", "дата неизвестна", "күні белгісіз", "дата невідома";
    EVENTS_PER: "events per {}", "событий за {}", "{} ішіндегі оқиғалар", "подій за {}";
    GOLDSTEIN: "Goldstein score, −10 conflict to 10 cooperation", "Оценка Голдштейна: от −10 (конфликт) до 10 (сотрудничество)", "Голдстейн бағасы: −10 (қақтығыс) – 10 (ынтымақ)", "Оцінка Голдштейна: від −10 (конфлікт) до 10 (співпраця)";
    MEAN_OVER: "mean of {} {}, centred, by event", "среднее: {} {}, центрированное, по событиям", "орташа: {} {}, центрленген, оқиға бойынша", "середнє: {} {}, центроване, за подіями";
    MEAN_OF: "mean of a {}", "среднее за {}", "{} ішіндегі орташа", "середнє за {}";
    BAND_95: "95 % confidence interval of the mean", "95 %-й доверительный интервал среднего", "орташаның 95 % сенім аралығы", "95 %-й довірчий інтервал середнього";
    FEWER: "of fewer than 5 events", "менее чем по 5 событиям", "5 оқиғадан аз", "менш ніж за 5 подіями";
    SCORED: "{} with a score", "с оценкой: {}", "бағасы бар: {}", "з оцінкою: {}";
    EVENTS_WITH_SCORE: "events", "событий", "оқиға", "подій";
    COOPERATION: "cooperation", "сотрудничество", "ынтымақ", "співпраця";
    CONFLICT: "conflict", "конфликт", "қақтығыс", "конфлікт";
    MEAN_TONE: "mean Goldstein score", "средняя оценка Голдштейна", "Голдстейннің орташа бағасы", "середня оцінка Голдштейна";
    NO_SCORE: "no score", "без оценки", "бағасыз", "без оцінки";
    ACTS: "acts, down", "действует, вниз", "әрекет етуші, төмен", "діє, вниз";
    ON_WHOM: "on whom, across", "на кого, вправо", "кімге, оңға", "на кого, праворуч";
    BOTH_WAYS: "parties of one event count both ways", "стороны одного события — в обе стороны", "бір оқиғаның тараптары екі жаққа да саналады", "сторони однієї події — в обидва боки";
    NUMBER_SHOWN: "in the cells: events; stronger colour: more", "число: события, ярче — больше", "сан: оқиғалар, қанық түс – көбірек", "число: події, яскравіше — більше";
    EVENTS_A_DAY: "events a day", "событий в день", "күніне оқиға", "подій на день";
    NONE_THAT_DAY: "none", "нет", "жоқ", "немає";
    IN_YEARS: "{}, in {}", "{}, {}", "{}, {}", "{}, {}";
    TOGETHER: "line: events in common", "линия: общие события", "сызық: ортақ оқиғалар", "лінія: спільні події";
    UNLABELLED: "{} without room for a name", "без места для имени: {}", "атауына орын жоқ: {}", "без місця для назви: {}";
    NO_PLACE: "None of {} that match has coordinates", "Ни у одного нет координат; найдено: {}", "Координаты белгілісі жоқ; табылғаны: {}", "Жодна не має координат; знайдено: {}";
    UNPLACED: "{} without coordinates", "без координат: {}", "координатсыз: {}", "без координат: {}";
    WHERE_UNCERTAIN: "paler: place uncertain", "бледнее: место неточно", "бозғылт: орны дәл емес", "блідіше: місце неточне";
    EQUAL_EARTH: "Equal Earth projection", "проекция Equal Earth", "Equal Earth проекциясы", "проєкція Equal Earth";
    EQUIRECTANGULAR: "equirectangular projection, true to scale at {}", "равнопромежуточная проекция, масштаб верен на {}", "тікбұрышты проекция, масштабы {} дәл", "рівнопроміжна проєкція, масштаб точний на {}";
    NATURAL_EARTH: "land: Natural Earth", "суша: Natural Earth", "құрлық: Natural Earth", "суходіл: Natural Earth";
    DISPUTED: "disputed borders dashed", "спорные границы пунктиром", "даулы шекаралар үзік сызықпен", "спірні кордони пунктиром";
    NORTH: "{}° N", "{}° с. ш.", "{}° с. е.", "{}° пн. ш.";
    SOUTH: "{}° S", "{}° ю. ш.", "{}° о. е.", "{}° пд. ш.";
}

plurals! {
    EVENTS: "event" "events", "событие" "события" "событий", "оқиға", "подія" "події" "подій";
    UNDATED: "undated event" "undated events", "событие без даты" "события без даты" "событий без даты", "күнсіз оқиға", "подія без дати" "події без дати" "подій без дати";
    LINKS: "link" "links", "связь" "связи" "связей", "байланыс", "зв’язок" "зв’язки" "зв’язків";
    MARKS: "mark" "marks", "знак" "знака" "знаков", "белгі", "позначка" "позначки" "позначок";
    LANES: "lane" "lanes", "дорожка" "дорожки" "дорожек", "жол", "доріжка" "доріжки" "доріжок";
    ACTORS: "actor" "actors", "участник" "участника" "участников", "қатысушы", "учасник" "учасники" "учасників";
    MORE_ACTORS: "more actor" "more actors", "участник" "участника" "участников", "қатысушы", "учасник" "учасники" "учасників";
    MORE_LINKED: "more event" "more events", "событие" "события" "событий", "оқиға", "подія" "події" "подій";
    SOURCES_N: "source" "sources", "источник" "источника" "источников", "дереккөз", "джерело" "джерела" "джерел";
    YEARS: "year" "years", "год" "года" "лет", "жыл", "рік" "роки" "років";
 PLACES: "place" "places", "место" "места" "мест", "орын", "місце" "місця" "місць";
    PAIRS: "pair" "pairs", "пара" "пары" "пар", "жұп", "пара" "пари" "пар";
}

impl Lang {
    /// A kind of event.
    pub(crate) fn kind(self, kind: Kind) -> &'static str {
        let words = match kind {
            Kind::Statement => ["заявление", "мәлімдеме", "заява"],
            Kind::Appeal => ["обращение", "үндеу", "звернення"],
            Kind::Agree => ["соглашение", "келісім", "угода"],
            Kind::Consult => ["переговоры", "келіссөз", "переговори"],
            Kind::Support => ["поддержка", "қолдау", "підтримка"],
            Kind::Cooperate => ["сотрудничество", "ынтымақтастық", "співпраця"],
            Kind::Aid => ["помощь", "көмек", "допомога"],
            Kind::Concede => ["уступка", "шегініс", "поступка"],
            Kind::Retreat => ["отвод войск", "әскерді шығару", "відведення військ"],
            Kind::Request => ["требование", "талап", "вимога"],
            Kind::Accuse => ["обвинение", "айыптау", "звинувачення"],
            Kind::Reject => ["отказ", "бас тарту", "відмова"],
            Kind::Threaten => ["угроза", "қоқан-лоққы", "погроза"],
            Kind::Protest => ["протест", "наразылық", "протест"],
            Kind::Sanction => ["санкции", "санкция", "санкції"],
            Kind::Mobilize => ["мобилизация", "жұмылдыру", "мобілізація"],
            Kind::Coerce => ["принуждение", "мәжбүрлеу", "примус"],
            Kind::Assault => ["нападение", "шабуыл", "напад"],
            Kind::Other => ["прочее", "басқа", "інше"],
        };
        self.among(kind.as_str(), words)
    }

    /// A class of kinds.
    pub(crate) fn class(self, class: Class) -> &'static str {
        let words = match class {
            Class::Neutral => ["нейтральное", "бейтарап", "нейтральне"],
            Class::VerbalCooperation => {
                ["сотрудничество на словах", "сөзбен ынтымақ", "співпраця на словах"]
            }
            Class::MaterialCooperation => {
                ["сотрудничество на деле", "іспен ынтымақ", "співпраця на ділі"]
            }
            Class::VerbalConflict => {
                ["конфликт на словах", "сөзбен қақтығыс", "конфлікт на словах"]
            }
            Class::MaterialConflict => ["конфликт на деле", "іспен қақтығыс", "конфлікт на ділі"],
        };
        self.among(class.as_str(), words)
    }

    /// Whether it took place.
    pub(crate) fn modality(self, modality: Modality) -> &'static str {
        let words = match modality {
            Modality::Actual => ["состоялось", "болған", "відбулося"],
            Modality::Planned => ["планируется", "жоспарланған", "заплановано"],
            Modality::Hypothetical => ["предположительно", "болжамды", "припущено"],
            Modality::Denied => ["опровергнуто", "теріске шығарылған", "спростовано"],
        };
        self.among(modality.as_str(), words)
    }

    /// A family of links.
    pub(crate) fn family(self, family: Family) -> &'static str {
        let words = match family {
            Family::Causal => ["причина, условие", "себеп, шарт", "причина, умова"],
            Family::Sequence => [
                "часть, продолжение, исполнение",
                "бөлігі, жалғасы, орындалуы",
                "частина, продовження, виконання",
            ],
            Family::Answer => [
                "ответ, отмена, противоречие",
                "жауап, күшін жою, қайшылық",
                "відповідь, скасування, суперечність",
            ],
            Family::Other => ["ссылка, связь", "сілтеме, байланыс", "посилання, зв’язок"],
        };
        self.among(family.words(), words)
    }

    /// A sort of actor.
    pub(crate) fn actor_kind(self, kind: ActorKind) -> &'static str {
        let words = match kind {
            ActorKind::Country => ["страна", "ел", "країна"],
            ActorKind::Government => ["правительство", "үкімет", "уряд"],
            ActorKind::Organisation => ["организация", "ұйым", "організація"],
            ActorKind::ArmedGroup => ["вооружённая группа", "қарулы топ", "збройна група"],
            ActorKind::Person => ["человек", "адам", "особа"],
            ActorKind::Company => ["компания", "компания", "компанія"],
            ActorKind::Other => ["прочее", "басқа", "інше"],
        };
        self.among(kind.as_str(), words)
    }

    /// A unit of time after "per" and "mean of a".
    pub(crate) fn step(self, step: Step) -> String {
        let (english, words) = match step {
            Step::Day => ("day", ["день", "күн", "день"]),
            Step::Week => ("week", ["неделю", "апта", "тиждень"]),
            Step::Month => ("month", ["месяц", "ай", "місяць"]),
            Step::Quarter => ("quarter", ["квартал", "тоқсан", "квартал"]),
            Step::Years(1) => ("year", ["год", "жыл", "рік"]),
            Step::Years(n) => {
                return match self {
                    Lang::English => format!("{n} years"),
                    _ => self.count(n.unsigned_abs().into(), YEARS),
                };
            }
        };
        self.among(english, words).to_owned()
    }

    /// Several units of time, after a number.
    pub(crate) fn steps(self, step: Step) -> &'static str {
        let (english, words) = match step {
            Step::Day => ("days", ["дн.", "күн", "дн."]),
            Step::Week => ("weeks", ["нед.", "апта", "тиж."]),
            Step::Month => ("months", ["мес.", "ай", "міс."]),
            Step::Quarter => ("quarters", ["кварт.", "тоқсан", "кварт."]),
            Step::Years(_) => ("years", ["лет", "жыл", "років"]),
        };
        self.among(english, words)
    }

    fn among(self, english: &'static str, others: [&'static str; 3]) -> &'static str {
        match self {
            Lang::English => english,
            other => others[other as usize - 1],
        }
    }
}
