"""Given names that many bear and few have as a family name, to tell `Last, First` from a place.

Folded; what is missing here is taken for a last name where a comma is behind it.
"""

from __future__ import annotations

from typing import Final

from conversations.kinds.words import words

GIVEN_NAMES: Final = words(
    # English
    "ada adam agnes alan alex alexander alfred alice alison amanda amelia amy andrea andrew"
    " angela ann anna anne annie anthony antony arthur ashley audrey barbara ben benjamin beth"
    " betty bill bob brenda brian bruce carol caroline catherine charlotte chloe chris"
    " christina christine christopher claire clara daisy daniel danielle david deborah debra"
    " denise diana diane donald donna dorothy edith edward eleanor elizabeth ella ellen emily"
    " emma eric erin ethan eva evelyn florence frances freddie george georgia gerald grace"
    " greg hannah harriet harry hazel heather hedy helen henry holly ian irene isaac isabel"
    " isabella isabelle jack jacob jacqueline james jane janet janice jason jean jeff jennifer"
    " jessica jill jim joan joanna joe john jonathan joseph joshua joyce judith judy julia"
    " julian julie karen kate katherine kathleen kathryn keith kelly kenneth kevin kimberly"
    " kyle laura lauren leo lily linda lisa liz louise lucas lucy luke lydia mabel mandy"
    " marcus margaret maria marie marilyn mark martha mary matthew max megan melissa mia"
    " michael michelle mike molly nancy natalie nathan nicholas nick nicola noah nora olive"
    " oliver olivia oscar pamela patricia patrick paul paula penelope peter philip phoebe"
    " poppy rachel rebecca richard robert roger ronald rosie ruth ryan samantha samuel sandra"
    " sara sarah sharon sheila shirley simon sophia sophie stella stephanie stephen steve"
    " steven stuart sue susan sylvia tania teresa theresa thomas tim timothy toby tom tony"
    " tracy vera victoria violet virginia vivian wendy william zoe"
    # German and its neighbours
    " alina andreas anja anke antje anton astrid axel bettina birgit bjorn brigitte carsten"
    " christa christian claudia clemens dagmar detlef dieter dietmar dirk doris edda elfriede"
    " elias elke elsa erika ernst eugen felix finn florian frank franz franziska frida frieda"
    " friedrich fritz gabriele gerd gerhard gertrud gisela gunter gunther hanna hannelore hans"
    " hans-peter heidi heike heinrich heinz helga helmut herbert hilde hildegard holger horst"
    " hubert ilse ines inge ingrid jan jana jens joachim johann johanna johannes jonas jorg"
    " jurgen jutta karin karl karl-heinz katharina katja katrin kerstin klaus konrad kristin"
    " lars lea lena leon leonie lina lotte luca ludwig lukas manfred manuela marianne marlene"
    " martina matthias maximilian mila moritz nadine niklas nils norbert olaf otto petra"
    " rainer ralf reiner reinhard renate rolf rudolf sabine sebastian sigrid silke silvia"
    " stefan stefanie susanne sven svenja tanja thorsten tobias torsten udo ulrich ulrike"
    " ursula ute uwe volker waltraud werner wilhelm wolfgang"
    # Spanish, Portuguese, Italian, French
    " adela alba alberto alejandra alejandro alessandra alessandro alfredo alicia ana angel"
    " angeles antoine antonella antonio arturo beatriz belen camila camille carla carlos"
    " carmen carolina cecilia celia cesar chiara claude cristina cristobal daniela davide"
    " diego dolores eduardo elena elisa emilia emilio emmanuelle enrique ernesto esther"
    " eugenia fabio fatima federica federico felipe fernanda fernando francesca francesco"
    " francisca francisco francois francoise gabriel gabriela giorgia giorgio giovanni giulia"
    " giulio giuseppe gloria gonzalo guadalupe guillermo gustavo hector hugo ignacio"
    " inmaculada isabela jacques javier jean-pierre jeanne jerome jesus joana joao joaquin"
    " jorge jose josefa juan juan-carlos juana julieta julio laurent leonor leticia lorena"
    " lorenzo lucia luciana luigi luis luisa luiz magdalena manuel marcela marcelo marcos"
    " margarita mariana mario marta mateo matteo mauricio mercedes michel miguel monica"
    " montserrat natalia nathalie nicolas noelia olivier pablo paolo pascal patricio pedro"
    " pierre pilar rafael ramon raquel raul renata ricardo roberto rocio rodrigo rosa rosario"
    " ruben salvador santiago sergio sofia soledad sonia susana thierry tomas valentina"
    " valeria veronica vicente victor virginie ximena yolanda"
    # Turkish
    " ahmet ali alper asli aylin ayse aysegul baris berk berkay bulent burak busra cem cemal"
    " ceren deniz derya dilek ebru ece elif emine emre ercan erdem esra fatih fatma ferhat"
    " fikret furkan gamze gizem gokhan gul gulsen hakan halil hande hasan hatice huseyin"
    " ibrahim isik isil ismail kadir kemal kerem leyla mehmet melike mert merve murat mustafa"
    " nazli nur omer onur orhan osman ozge ozlem pinar ramazan selin serkan sevgi sinan"
    " suleyman tugba tulay ugur umit volkan yasemin yasin yusuf zehra zeki zeynep"
    # Russian and its neighbours
    " aleksandr aleksei alexei anastasia andrei boris dmitri dmitry ekaterina galina igor ilya"
    " irina ivan ksenia maksim marina mikhail nadezhda natalya nikolai oksana oleg olga pavel"
    " polina sergei svetlana tatiana tatyana vladimir yelena yulia yuri александр александра"
    " алексеи алена алина алла анастасия анатолии андреи анна антон арина артем борис вадим"
    " валентина валерии варвара василии вера вероника виктор виктория виталии владимир"
    " владислав вячеслав галина геннадии георгии григории дарья денис дмитрии евгении евгения"
    " егор екатерина елена елизавета зоя иван игорь илья инна ирина кирилл константин ксения"
    " лариса лев лидия любовь людмила максим маргарита марина мария михаил надежда наталия"
    " наталья никита николаи нина оксана олег ольга павел петр полина раиса роман светлана"
    " семен сергеи софия софья станислав степан тамара татьяна тимур ульяна федор юлия юрии"
    " яна ярослав"
    # Arabic and Persian
    " ahmad ahmed aisha amina amir fatemeh hassan hussein karim khadija khaled laila layla"
    " mahmoud maryam mohamad mohamed mohammad mohammed muhammad nadia omar reza salma samira"
    " tariq yasmin youssef zahra zainab ابراهيم احمد اسماعيل امل امير حسن حسين خالد خديجه دينا"
    " رانيا رضا رنا ريم زهرا زهراء زينب سارا ساره سعاد سعيد سلمي سميره طارق عايشه عبدالله علي"
    " عمر فاطمه كريم ليلي محمد محمود مريم مصطفي مني مهدي ناديه ندي نور هدي هند ياسمين يوسف"
    # India, Africa, the rest
    " aarav aditi adwoa agnieszka aino ama amit andrzej anil anita anjali anneli antti arjun"
    " chidi chinua deepak divya eero elin emeka erik folake freja grzegorz gunnar ida jacek"
    " jadwiga jerzy johan jukka kari katarzyna kavita kofi krzysztof kwame lakshmi lasse liisa"
    " linnea maja malgorzata manoj meera mikko neha ngozi nia nisha pekka piotr pooja priya"
    " rahul rajesh ravi rekha rohan sandeep sanjay shreya sofie soren sunil sunita tomasz"
    " tuomas vijay vikram wanjiru wojciech zofia"
)
