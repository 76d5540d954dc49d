// Sentences as news has them.

#include "rules/values/value_quantity.h"

#include "tests/support/value_rows.h"

static const struct value_row news[] = {
    {"Apple's revenue rose 8.1% to $94.9 billion in the three months ended "
     "Sept. 28, 2024, from $89.5 billion a year earlier.",
     "PERCENT EQ 8.1 % [<8.1%>]; "
     "MONEY EQ 94900000000 USD [<$94.9 billion>]; "
     "DURATION EQ P3M [<three months>]; "
     "DATE EQ 2024-09-28 [<Sept. 28, 2024>]; "
     "MONEY EQ 89500000000 USD [<$89.5 billion>]"},
    {"The Federal Reserve cut rates by half a percentage point on Wednesday, "
     "to a range of 4.75% to 5%.",
     "PERCENT EQ 0.5 pp [<half a percentage point>]; "
     "DATE EQ 2026-03-11 [<Wednesday>]; "
     "PERCENT RANGE 4.75..5 % [<4.75% to 5%>]"},
    {"The Fed held its key rate at 5.25%-5.50% and signalled 75 basis points "
     "of cuts by the end of 2025.",
     "PERCENT RANGE 5.25..5.5 % [<5.25%-5.50%>]; "
     "PERCENT EQ 75 bp [<75 basis points>]; "
     "DATE EQ 2025 [<the end of 2025>]"},
    {"Net income was $1.2bn, or 45 cents a share, compared with a loss of "
     "$300m, or $0.12 per share, in the second quarter of last year.",
     "MONEY EQ 1200000000 USD [<$1.2bn>]; "
     "MONEY EQ 0.45 USD [<45 cents>]; "
     "MONEY EQ 300000000 USD [<$300m>]; "
     "MONEY EQ 0.12 USD [<$0.12>]; "
     "DATE EQ 2025-Q2 [<second quarter of last year>]"},
    {"The company, founded in 1998, employs about 12,500 people in more than "
     "30 countries and had sales of 4.5 billion Swiss francs ($5.1 billion) in "
     "2023.",
     "DATE EQ 1998 [<1998>]; "
     "COUNT APPROX 12500 person [about <12,500> people]; "
     "COUNT GT 30 country [more than <30> countries]; "
     "MONEY EQ 4500000000 CHF [<4.5 billion Swiss francs>]; "
     "MONEY EQ 5100000000 USD [<$5.1 billion>]; "
     "DATE EQ 2023 [<2023>]"},
    {"Oil prices fell 2 percent to $72.15 a barrel; Brent crude futures for "
     "January delivery slipped 55 cents to $73.10.",
     "PERCENT EQ 2 % [<2 percent>]; "
     "MONEY EQ 72.15 USD [<$72.15>]; "
     "DATE EQ 2026-01 [<January>]; "
     "MONEY EQ 0.55 USD [<55 cents>]; "
     "MONEY EQ 73.1 USD [<$73.10>]"},
    {"The index closed up 1.1 percent at 5,864.67 points on Friday, its 47th "
     "record high this year.",
     "PERCENT EQ 1.1 % [<1.1 percent>]; "
     "COUNT EQ 5864.67 point [<5,864.67> points]; "
     "DATE EQ 2026-03-13 [<Friday>]; "
     "DATE EQ 2026 [<this year>]"},
    {"The 35-year-old striker signed a three-and-a-half-year contract worth "
     "\u00A3350,000 per week until June 2027.",
     "DURATION EQ P3.5Y [<three-and-a-half-year>]; "
     "MONEY EQ 350000 GBP P1W [<\u00A3350,000> per week]; "
     "DATE EQ 2027-06 [<June 2027>]"},
    {"Shares, which have gained 25% since January, were down 3.2% at 12:30 "
     "GMT. It expects capex of $60-65 billion in 2025.",
     "PERCENT EQ 25 % [<25%>]; "
     "DATE EQ 2026-01 [<January>]; "
     "PERCENT EQ 3.2 % [<3.2%>]; "
     "MONEY RANGE 60000000000..65000000000 USD [<$60-65 billion>]; "
     "DATE EQ 2025 [<2025>]"},
    {"India's GDP grew 6.7% in the April-June quarter. Reliance will invest Rs "
     "75,000 crore over three years, it said on Aug. 29.",
     "PERCENT EQ 6.7 % [<6.7%>]; "
     "MONEY EQ 750000000000 INR [<Rs 75,000 crore>]; "
     "DURATION EQ P3Y [<three years>]; "
     "DATE EQ 2025-08-29 [<Aug. 29>]"},
    {"The magnitude 7.1 earthquake struck at 4:42 p.m. on Thursday, killing at "
     "least 126 people and injuring 188 others, officials said.",
     "DATE EQ 2026-03-12 [<Thursday>]; "
     "COUNT GE 126 person [at least <126> people]"},
    {"Tesla delivered 462,890 vehicles in Q3, up 6.4% year on year. It has 4 "
     "million customers and a market value of $1 trillion.",
     "COUNT EQ 462890 vehicle [<462,890> vehicles]; "
     "DATE EQ 2025-Q3 [<Q3>]; "
     "PERCENT EQ 6.4 % [<6.4%>]; "
     "COUNT EQ 4000000 customer [<4 million> customers]; "
     "MONEY EQ 1000000000000 USD [<$1 trillion>]"},
    {"Russia said it will cut output by 500,000 barrels per day, or 5% of "
     "output, in March. OPEC+ pumps about 40% of the world's oil.",
     "COUNT EQ 500000 [bbl_us] P1D [<500,000> barrels per day]; "
     "PERCENT EQ 5 % [<5%>]; "
     "DATE EQ 2026-03 [<March>]; "
     "PERCENT APPROX 40 % [about <40%>]"},
    {"The Bank of Japan raised rates to 0.25 percent from 0-0.1 percent in "
     "July. The yen rose to 150 per dollar.",
     "PERCENT EQ 0.25 % [<0.25 percent>]; "
     "PERCENT RANGE 0..0.1 % [<0-0.1 percent>]; "
     "DATE EQ 2025-07 [<July>]"},
    {"China's exports grew 12.7% from a year earlier to $309bn in October. He "
     "was born on May 5, 1970, in Hong Kong.",
     "PERCENT EQ 12.7 % [<12.7%>]; "
     "MONEY EQ 309000000000 USD [<$309bn>]; "
     "DATE EQ 2025-10 [<October>]; "
     "DATE EQ 1970-05-05 [<May 5, 1970>]"},
    {"The bonds mature in 2030 and yield 5 1/8 percent. The two-year Treasury "
     "yield rose 3.5 basis points to 4.12%.",
     "DATE EQ 2030 [<2030>]; "
     "DURATION EQ P2Y [<two-year>]; "
     "PERCENT EQ 3.5 bp [<3.5 basis points>]; "
     "PERCENT EQ 4.12 % [<4.12%>]"},
    {"Some 2.3 million of Gaza's people were displaced. A third of the 1,200 "
     "workers were laid off. Nearly one in five adults smoke.",
     "COUNT EQ 1200 worker [<1,200> workers]"},
    {"\"We will spend up to $500 billion by 2029,\" he said. The cost could be "
     "as high as $1.5 trillion, almost double the $800 billion estimate.",
     "MONEY LE 500000000000 USD [up to <$500 billion>]; "
     "DATE EQ 2029 [<2029>]; "
     "MONEY LE 1500000000000 USD [as high as <$1.5 trillion>]; "
     "MONEY EQ 800000000000 USD [<$800 billion>]"},
    {"The S&P 500 rose 0.4%, the FTSE 100 lost 20.5 points and the Nikkei 225 "
     "fell. It won the match 3-1 in the 89th minute before 60,000 fans.",
     "PERCENT EQ 0.4 % [<0.4%>]; "
     "COUNT EQ 20.5 point [<20.5> points]; "
     "COUNT EQ 60000 fan [<60,000> fans]"},
    {"The airline ordered 100 737 MAX jets and 50 A320neo planes for $14 "
     "billion at list prices. GPT-4 users pay $20 a month.",
     "MONEY EQ 14000000000 USD [<$14 billion>]; "
     "MONEY EQ 20 USD P1M [<$20> a month]"},
    {"Q2 revenue of $5.2 million-$5.4 million; first-half profit of 2.1 "
     "billion euros; the first half of 2025; FY2025 guidance; H1 2026",
     "DATE EQ 2025-Q2 [<Q2>]; "
     "MONEY RANGE 5200000..5400000 USD [<$5.2 million-$5.4 million>]; "
     "MONEY EQ 2100000000 EUR [<2.1 billion euros>]; "
     "DATE EQ 2025-H1 [<first half of 2025>]; "
     "DATE EQ FY2025 [<FY2025>]; "
     "DATE EQ 2026-H1 [<H1 2026>]"},
    {"He was sentenced to 18 months to 3 years in prison. The 1990s boom "
     "ended. The deal, announced in mid-2023, will close early next year.",
     "DURATION EQ P18M [<18 months>]; "
     "DURATION EQ P3Y [<3 years>]; "
     "DATE EQ 2023 [<mid-2023>]; "
     "DATE EQ 2027 [<early next year>]"},
    {"Turnover in 2024/25 was EUR 45.5m (2023/24: EUR 40.1m). The 2022-23 "
     "season. Between 2010 and 2020. From 2010 to 2020.",
     "DATE RANGE 2024..2025 [<2024/25>]; "
     "MONEY EQ 45500000 EUR [<EUR 45.5m>]; "
     "DATE RANGE 2023..2024 [<2023/24>]; "
     "MONEY EQ 40100000 EUR [<EUR 40.1m>]; "
     "DATE RANGE 2022..2023 [<2022-23>]; "
     "DATE EQ 2010 [<2010>]; "
     "DATE EQ 2020 [<2020>]; "
     "DATE EQ 2010 [<2010>]; "
     "DATE EQ 2020 [<2020>]"},
    {"The rocket flew 5,000 km at 3,000 km/h carrying 500kg of cargo; 12-inch "
     "guns; a 10-kilometre road; 3.5 GW of solar capacity; 250 square "
     "kilometres; 30C; 30\u00B0C; 100 \u00B0F",
     "COUNT EQ 5000 km [<5,000> km]; "
     "COUNT EQ 3000 km/h [<3,000> km/h]; "
     "COUNT EQ 500 kg [<500kg>]; "
     "COUNT EQ 12 [in_i] [<12>-inch]; "
     "COUNT EQ 10 km [<10>-kilometre]; "
     "COUNT EQ 3.5 GW [<3.5> GW]; "
     "COUNT EQ 250 km2 [<250> square kilometres]; "
     "COUNT EQ 30 Cel [<30>\u00B0C]; "
     "COUNT EQ 100 [degF] [<100> \u00B0F]"},
    {"A$2.5 billion (US$1.6 billion), NZ$1m, S$2.3m, C$5 million, HK$12.50, "
     "NT$100b, R$5.50, \u00A5500 billion, 500 billion yen, 3.2 trillion won, "
     "\u00A32.5m-a-year",
     "MONEY EQ 2500000000 AUD [<A$2.5 billion>]; "
     "MONEY EQ 1600000000 USD [<US$1.6 billion>]; "
     "MONEY EQ 1000000 NZD [<NZ$1m>]; "
     "MONEY EQ 2300000 SGD [<S$2.3m>]; "
     "MONEY EQ 5000000 CAD [<C$5 million>]; "
     "MONEY EQ 12.5 HKD [<HK$12.50>]; "
     "MONEY EQ 100000000000 TWD [<NT$100b>]; "
     "MONEY EQ 5.5 BRL [<R$5.50>]; "
     "MONEY EQ 500000000000 JPY [<\u00A5500 billion>]; "
     "MONEY EQ 500000000000 JPY [<500 billion yen>]; "
     "MONEY EQ 3200000000000 KRW [<3.2 trillion won>]; "
     "MONEY EQ 2500000 GBP [<\u00A32.5m>]"},
};

int main(void)
{
    VALUE_ROWS("en", true, news);
    return 0;
}
